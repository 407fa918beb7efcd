/**
 * Whom a steward can decide about: the people that this phone knows of, each once, and whoever
 * brings the whole name that their phone shows.
 *
 *   pins, alerts, posts, stewards ─► people ─letters of the sign, or a name─► found
 *
 * Rule W62: docs/spec/march-page.md.
 */
import { signOf } from "./person-sign.ts";

export const WAYS = ["steward", "shares", "alerted", "posted"] as const;
export type Way = (typeof WAYS)[number];

export interface KnownPerson {
  readonly person: string;
  readonly sign: string;
  /** Where this phone saw them; null where it only knows their name. */
  readonly contingent: string | null;
  /** How this phone knows of them, in the order of `WAYS`. */
  readonly ways: readonly Way[];
}

export interface Sighting {
  readonly person: string;
  readonly way: Way;
  readonly contingent?: string;
}

/** 128 bits in base64url. */
const NAME = /^[A-Za-z0-9_-]{22}$/;

/** By their signs. `me` is nobody to decide about. */
export function knownPeople(sightings: readonly Sighting[], me: string): readonly KnownPerson[] {
  const byPerson = Map.groupBy(sightings, ({ person }) => person);
  byPerson.delete(me);
  return [...byPerson]
    .map(([person, seen]) => ({
      person,
      sign: signOf(person),
      contingent: seen.find(({ contingent }) => contingent !== undefined)?.contingent ?? null,
      ways: WAYS.filter((way) => seen.some((one) => one.way === way)),
    }))
    .toSorted((a, b) => (a.sign < b.sign ? -1 : 1));
}

/** Those whose sign begins as typed; of a whole name the one who has it, seen before or not. */
export function found(people: readonly KnownPerson[], typed: string, me: string) {
  const name = typed.trim();
  if (NAME.test(name) && name !== me) {
    const known = people.find(({ person }) => person === name);
    return [known ?? { person: name, sign: signOf(name), contingent: null, ways: [] }];
  }
  const letters = lettersOf(typed);
  return people.filter(({ sign }) => lettersOf(sign).startsWith(letters));
}

function lettersOf(text: string): string {
  return text.replaceAll(/\s/g, "").toUpperCase();
}
