/** One's contingent by its banner, and what is new in its messages: each a way there. */
import { shownName } from "../contingent-names.ts";
import type { OpenMarch } from "../open-march.ts";
import { Icon } from "../parts/icon.tsx";
import { Swatch } from "../parts/swatch.tsx";
import { go } from "../route.ts";
import { text } from "../text.ts";

export function MyBanner({ openMarch }: { readonly openMarch: OpenMarch }) {
  const { joined, saying, sharing } = openMarch;
  const banner = saying.banners.value.get(joined.contingent)?.value;
  const name = shownName(joined.contingent, saying.banners.value);
  const { unread } = saying;
  return (
    <div class="my-banner">
      {sharing.mayShare && (
        <button
          type="button"
          class="banner-button"
          aria-label={text.contingents.open(name)}
          data-testid="contingents"
          onClick={() => go("contingents")}
        >
          <Swatch colour={banner?.colour ?? null} />
          <span>{name}</span>
        </button>
      )}
      <button
        type="button"
        class="banner-button"
        data-testid="feed"
        data-unread={unread}
        onClick={() => go("feed")}
      >
        <Icon name="messages" />
        <span>{text.feeds.open}</span>
        {unread > 0 && (
          <strong class="badge">
            <span aria-hidden="true">{unread}</span>
            <span class="visually-hidden">{text.feeds.unread(unread)}</span>
          </strong>
        )}
      </button>
    </div>
  );
}
