/**
 * Banners: what a contingent is called on every map, and in which colour. The contingent itself is
 * the name that people join by, which never changes; a banner may be changed by who made it and by
 * stewards. A contingent without a banner is shown by its own name.
 *
 *   banners, summaries ─► contingentsView ─► every contingent that is known of, the largest first
 *
 * Shared by node, page and simulation. Rule A14: docs/spec/march.md.
 */
import { type LatestView, latest } from "@muster/replica";
import * as z from "zod/mini";
import { Contingent, Person } from "../model.ts";
import type { Summary } from "../summary.ts";

/** Colours are numbers: a page shows each by its own palette, in the dark and in the light. */
export const COLOURS = 6;
/** In one march, and made by one person. */
export const BANNERS_MAX = 100;
export const BANNERS_OF_PERSON_MAX = 5;

export const Colour = z.int().check(z.minimum(0), z.maximum(COLOURS - 1));

export const Banner = z.strictObject({
  contingent: Contingent,
  /** What it is called now. */
  name: Contingent,
  colour: Colour,
  /** Who made it: stays, whoever changes it later. */
  by: Person,
});
export type Banner = z.infer<typeof Banner>;
export type BannerView = LatestView<Banner>;

export const banners = latest<Banner>({
  name: "banners",
  value: Banner,
  key: (banner) => banner.contingent,
});

/** A contingent as a list shows it. */
export interface SeenContingent {
  readonly contingent: string;
  readonly name: string;
  /** Null: nobody has chosen one. */
  readonly colour: number | null;
  /** Who made its banner; null when it has none. */
  readonly by: string | null;
  /** How many share; null when that is not told: fewer than five, or not among the largest. */
  readonly people: number | null;
}

/** The contingents that have a banner or a summary: the largest first, then by name. */
export function contingentsView(
  view: BannerView,
  summaries: readonly Pick<Summary, "contingent" | "people">[],
): readonly SeenContingent[] {
  const people = new Map(summaries.map((summary) => [summary.contingent, summary.people]));
  return [...new Set([...people.keys(), ...view.keys()])]
    .map((contingent) => {
      const banner = view.get(contingent)?.value;
      return {
        contingent,
        name: banner?.name ?? contingent,
        colour: banner?.colour ?? null,
        by: banner?.by ?? null,
        people: people.get(contingent) ?? null,
      };
    })
    .toSorted((a, b) => (b.people ?? 0) - (a.people ?? 0) || compare(a.name, b.name));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
