/**
 * The contingents that one may go into: those that are seen, those that the link offered, which
 * nobody may share in yet, and one's own. A name that somebody types means the one that has it, or
 * one that looks the same: nobody is to march alone beside their people in a second of that name.
 *
 * Rule W57: docs/spec/march-page.md.
 */
import type { SeenContingent } from "../src/models/banners.ts";
import { areAlike, looksOf } from "../src/rules/looks.ts";
import { isAlone } from "./contingent-names.ts";

/** Those that are seen first, as they are; `own`: the one this phone is in. */
export function knownContingents(
  seen: readonly SeenContingent[],
  offered: readonly string[],
  own: string,
): readonly SeenContingent[] {
  const known = new Set(seen.map(({ contingent }) => contingent));
  const others = new Set([own, ...offered].filter((one) => !known.has(one) && !isAlone(one)));
  return [...seen, ...[...others].map(unseen)];
}

function unseen(contingent: string): SeenContingent {
  return { contingent, name: contingent, colour: null, by: null, people: null };
}

/** Returns null where nobody is known to have such a name. */
export function meantBy<Known extends Pick<SeenContingent, "contingent" | "name">>(
  typed: string,
  contingents: readonly Known[],
): Known | null {
  const wanted = looksOf(typed);
  const isMeant = (name: string): boolean => areAlike(looksOf(name), wanted);
  const called = contingents.find(({ name }) => isMeant(name));
  return called ?? contingents.find(({ contingent }) => isMeant(contingent)) ?? null;
}
