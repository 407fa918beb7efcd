/** What this phone knows of a person, in words. */
import { isAlone } from "../contingent-names.ts";
import type { KnownPerson } from "../known-people.ts";
import { text } from "../text.ts";

/** Where this phone saw them, and how. */
export function aboutText({ contingent, ways }: KnownPerson): string {
  const said = text.stewards.members;
  const seen = ways.length === 0 ? [said.unseen] : ways.map((way) => said.ways[way]);
  return [
    ...(contingent === null ? [] : [isAlone(contingent) ? text.contingents.alone : contingent]),
    ...seen,
  ].join(" · ");
}
