/** What this phone knows of a person, in words. */
import type { BannerView } from "../../src/models/banners.ts";
import { shownName } from "../contingent-names.ts";
import type { KnownPerson } from "../known-people.ts";
import { text } from "../text.ts";

/** Where this phone saw them, as that is called on every screen, and how. */
export function aboutText({ contingent, ways }: KnownPerson, banners: BannerView): string {
  const said = text.stewards.members;
  const seen = ways.length === 0 ? [said.unseen] : ways.map((way) => said.ways[way]);
  return [...(contingent === null ? [] : [shownName(contingent, banners)]), ...seen].join(" · ");
}
