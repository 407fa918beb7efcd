/**
 * What a phone tells its holder once: that they have become a steward, or are none any more. What
 * they were told last is kept, so that a page that was closed meanwhile says it too.
 *
 * Rule W67: docs/spec/march-page.md.
 */
import type { Joined } from "./kept-march.ts";

export type StewardNews = "appointed" | "dismissed";

/** `stewards` is null while the march has not told who they are. */
export function stewardNews(
  joined: Pick<Joined, "person" | "rights"> | null,
  stewards: readonly string[] | null,
): StewardNews | null {
  if (joined === null || stewards === null) return null;
  const is = stewards.includes(joined.person);
  if (is === joined.rights.includes("steward")) return null;
  return is ? "appointed" : "dismissed";
}

/** Rights as they are after this news: what is kept of it. */
export function rightsAfter(rights: readonly string[], news: StewardNews): readonly string[] {
  const others = rights.filter((right) => right !== "steward");
  return news === "appointed" ? [...others, "steward"] : others;
}
