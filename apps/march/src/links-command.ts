/**
 * What a steward may know of the links: how many people came by each, as far as the room remembers,
 * which are revoked, and by which one person came. Who came by a link is told to nobody.
 *
 * Rule A24: docs/spec/march.md.
 */
import { type Command, Fault } from "@muster/rooms";
import * as z from "zod/mini";
import type { Mandate } from "./mandate.ts";
import { Person } from "./model.ts";
import type { Roster } from "./roster.ts";

/** The largest ones: stewards make more only to lead astray. */
export const LINKS_TOLD_MAX = 100;

const LinksArgs = z.object({ about: z.optional(Person) });

export interface Links {
  /** The most used first. `people` counts who came since the room was opened. */
  readonly links: readonly { readonly link: string; readonly people: number }[];
  readonly revoked: readonly string[];
  /** The link of the person it was asked about; null where none is known. */
  readonly of: string | null;
}

export function linksCommand(mandate: Mandate, roster: Roster): Command {
  return ({ person }, args): Links => {
    const parsed = LinksArgs.safeParse(args);
    if (!parsed.success) throw new Fault("bad_message", "`about` names a person");
    if (!mandate.isSteward(person)) {
      throw new Fault("forbidden", "only a steward is told of links");
    }
    const { about } = parsed.data;
    const of = about === undefined ? "" : (roster.find(about)?.link ?? "");
    const { revoked } = mandate.march;
    return { links: largest(roster.links()), revoked, of: of === "" ? null : of };
  };
}

function largest(links: ReadonlyMap<string, number>): Links["links"] {
  return [...links]
    .map(([link, people]) => ({ link, people }))
    .toSorted((a, b) => b.people - a.people || (a.link < b.link ? -1 : 1))
    .slice(0, LINKS_TOLD_MAX);
}
