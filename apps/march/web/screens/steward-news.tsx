/** Tells whoever became a steward, or is none any more, until they say that they have read it. */
import { go, screen } from "../route.ts";
import { text } from "../text.ts";
import type { OverMarchProps } from "./over-march.ts";

export function StewardNewsCard({ app, openMarch }: OverMarchProps) {
  const news = app.stewardNewsOf(openMarch);
  const said = text.stewards.news;
  return (
    <div
      class={news === null ? "visually-hidden" : "renewal news"}
      role="status"
      data-testid="steward-news"
    >
      {news !== null && (
        <>
          <p>{said[news]}</p>
          {screen.value !== "stewards" && news === "appointed" && (
            <button type="button" class="button quiet" onClick={() => go("stewards")}>
              {said.look}
            </button>
          )}
          <button
            type="button"
            class="button plain"
            data-testid="heed"
            onClick={() => void app.heed(openMarch, news)}
          >
            {said.ok}
          </button>
        </>
      )}
    </div>
  );
}
