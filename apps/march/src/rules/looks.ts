/**
 * Whether two names look the same: in another width or case, with what nobody sees between, or
 * with letters of Cyrillic and Greek that are drawn as Latin ones. No more than that is compared:
 * `rn` for `m`, other scripts, or a word more, are left to the eye.
 *
 *   a name ─► its letters; what they look like as typed, as capitals, as small letters
 *
 * Two names that share one of these look the same. It takes them all, since Ν is drawn as N, and ν,
 * the same letter, as v.
 *
 * Shared by node and page. Rules A14: docs/spec/march.md; W57: docs/spec/march-page.md.
 */

/** Each after the Latin letter that it is drawn as, large or small, as it is typed. */
const DRAWN_AS = [
  "aΑАαа bΒВвЬь cϹϲςСс dԀԁ eΕЕεе fϜ gԌ hΗНнҺһ iΙІιіӀ",
  "jͿϳЈј kΚКκк lӏ mΜМмϺ nΝη oΟОοоσ pΡРρр qԚԛ rг",
  "sЅѕ tΤТτт uυ vνѴѵ wωԜԝѠѡ xΧХχх yΥУγуҮү zΖ æӔӕ",
  "əӘә",
].flatMap((row) => row.split(" "));
const LATIN: ReadonlyMap<string, string> = new Map(
  DRAWN_AS.flatMap(([latin = "", ...drawn]) => drawn.map((letter) => [letter, latin] as const)),
);
const CYRILLIC_OR_GREEK = /[\p{Script=Greek}\p{Script=Cyrillic}]/gu;
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
/** With two that are no spaces, and show nothing either. */
const SPACES = /[\s\u2800\u{1d159}]+/gu;

/** At most four; of a name in Latin letters, one. */
export type Looks = readonly string[];

export function looksOf(name: string): Looks {
  const cases = [name, name.toUpperCase(), name.toLowerCase()];
  return [...new Set([name, ...cases.map(asDrawn)].map(folded))];
}

export function areAlike(one: Looks, other: Looks): boolean {
  return one.some((look) => other.includes(look));
}

function asDrawn(name: string): string {
  // Before it is taken apart, too: Unicode then takes a Greek C for an S.
  return inLatin(inLatin(name).normalize("NFKD"));
}

function inLatin(name: string): string {
  return name.replaceAll(CYRILLIC_OR_GREEK, (letter) => LATIN.get(letter) ?? letter);
}

function folded(name: string): string {
  const plain = name.normalize("NFKD").replaceAll(UNSEEN, "").toLowerCase();
  return plain.replaceAll(SPACES, " ").trim();
}
