/**
 * What a phone tells its holder once: that they have become a steward, or are none any more. What
 * they were told last is kept, so that a page that was closed meanwhile says it too.
 *
 * Rule W67: docs/spec/march-page.md.
 */
export type StewardNews = "appointed" | "dismissed";

/** `is` is null while the march has not told who the stewards are. */
export function stewardNews(was: boolean, is: boolean | null): StewardNews | null {
  if (is === null || is === was) return null;
  return is ? "appointed" : "dismissed";
}

/** Rights as they are after this news: what is kept of it. */
export function rightsAfter(rights: readonly string[], news: StewardNews): readonly string[] {
  const others = rights.filter((right) => right !== "steward");
  return news === "appointed" ? [...others, "steward"] : others;
}
