/**
 * Whether two names look the same: in another width or case, with what nobody sees between, or
 * with letters of Cyrillic and Greek that are drawn as Latin ones. No more than that is compared:
 * `rn` for `m`, or a word more, is left to the eye.
 *
 * Rule A14: docs/spec/march.md.
 */
const DRAWN = "авеёкмнорстухіїјѕԁһԛԝαεικνορτυχωςϲ";
const AS = "abeekmhopctyxiijsdhqwaeiknoptuxwcc";
const LATIN: ReadonlyMap<string, string> = new Map(
  Array.from(DRAWN, (letter, at) => [letter, AS[at] ?? letter]),
);
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;

/** What is the same of names that look the same. */
export function looksOf(name: string): string {
  const plain = name.normalize("NFKC").replaceAll(UNSEEN, "").toLowerCase();
  const latin = plain.replaceAll(/\p{L}/gu, (each) => LATIN.get(each) ?? each);
  return latin.replaceAll(/\s+/g, " ").trim();
}
