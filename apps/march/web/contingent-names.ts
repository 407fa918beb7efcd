/**
 * Names of contingents: nobody's may look like another's, which the page says before the node does.
 *
 * Rule W57: docs/spec/march-page.md.
 */
import { base64url } from "jose";
import type { BannerView, SeenContingent } from "../src/models/banners.ts";
import { areAlike, looksOf } from "../src/rules/looks.ts";
import { text } from "./text.ts";

/** In no language: whoever changes theirs is still alone. */
const ALONE = "alone ";
const IS_ALONE = /^alone [\w-]{22}$/;

/** `bytes`: 16, random. Who guessed the name could join, and see the person exactly. */
export function aloneIn(bytes: Uint8Array): string {
  return ALONE + base64url.encode(bytes);
}

export function isAlone(contingent: string): boolean {
  return IS_ALONE.test(contingent);
}

/** What a contingent is called on the screen. */
export function shownName(contingent: string, banners: BannerView): string {
  if (isAlone(contingent)) return text.contingents.alone;
  return banners.get(contingent)?.value.name ?? contingent;
}

/** Whether another contingent has this name, or was joined by it. `own` may keep its name. */
export function isTaken(
  name: string,
  contingents: readonly Pick<SeenContingent, "contingent" | "name">[],
  own: string | null,
): boolean {
  const wanted = looksOf(name);
  return contingents.some(
    (other) =>
      other.contingent !== own &&
      [other.name, other.contingent].some((one) => areAlike(looksOf(one), wanted)),
  );
}

/** Whether this person may say what their contingent is called. */
export function mayName(
  {
    contingent,
    me,
    isSteward,
  }: { readonly contingent: string; readonly me: string; readonly isSteward: boolean },
  contingents: readonly Pick<SeenContingent, "contingent" | "by">[],
): boolean {
  // A banner is told to everyone, with the name that it is joined by.
  if (isAlone(contingent)) return false;
  const by = contingents.find((other) => other.contingent === contingent)?.by ?? null;
  return by === null || by === me || isSteward;
}
