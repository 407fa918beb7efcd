/**
 * Positions, the last of each person. A place of null says that the person has stopped sharing,
 * and takes their pin away from everyone. The other models are in `models/`, all of them by name
 * in `models.ts`.
 *
 * Shared by node, page and simulation. Rules A2, A7, A21: docs/spec/march.md.
 */
import { type Entry, type LatestDelta, type LatestView, latest } from "@muster/replica";
import type { Brief } from "@muster/rooms";
import * as z from "zod/mini";

/** Degrees times this are whole numbers, 1 cm apart: what is compared is exact. */
export const E7 = 10_000_000;
export const CONTINGENT_CHARS_MAX = 32;
/** How long a person may wish their position to be kept; the march's own lifetime if that is less. */
export const KEEP_MINUTES = [30, 60, 120] as const;
const MINUTE_MS = 60_000;

/** A contingent's name, as people type it: trimmed, something to see, no control characters. */
export const Contingent = z
  .string()
  .check(z.minLength(1), z.maxLength(CONTINGENT_CHARS_MAX), z.regex(/^\S(?:.*\S)?$/u), printable());

/** As a session token names its holder. */
export const Person = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/));

export const Place = z.strictObject({
  latE7: z.int().check(z.minimum(-90 * E7), z.maximum(90 * E7)),
  lonE7: z.int().check(z.minimum(-180 * E7), z.maximum(180 * E7)),
});
export type Place = z.infer<typeof Place>;

export const Position = z.strictObject({
  person: Person,
  contingent: Contingent,
  place: z.nullable(Place),
  /** A wish to be forgotten earlier than the march forgets, counted from the stamp. */
  keepMinutes: z.optional(z.literal(KEEP_MINUTES)),
});
export type Position = z.infer<typeof Position>;
export type PositionView = LatestView<Position>;
export type PositionDelta = LatestDelta<Position>;

/** Of who goes on sharing, only where they are is new. */
const brief: Brief<Position> = {
  width: 2,
  numbersOf: ({ place }) => (place === null ? null : [place.latE7, place.lonE7]),
  withNumbers: (position, [latE7 = 0, lonE7 = 0]) => ({ ...position, place: { latE7, lonE7 } }),
};

export const positions = {
  ...latest<Position>({
    name: "positions",
    value: Position,
    key: (position) => position.person,
  }),
  brief,
};

/** When a position is gone for everyone, in milliseconds since the epoch: a view honours it. */
export function forgottenAt({ stamp, expiresAt, value }: Entry<Position>): number {
  return Math.min(expiresAt, keptUntil(value, stamp.wallMs));
}

/** Until when whoever shares it wishes it to be kept; without a wish, for ever. */
export function keptUntil({ keepMinutes }: Position, wroteMs: number): number {
  return keepMinutes === undefined ? Number.POSITIVE_INFINITY : wroteMs + keepMinutes * MINUTE_MS;
}

/** Degrees, as phones give them, to a place. */
export function placeOf(lat: number, lon: number): Place {
  // Plus 0: -0 is the same place, and must compare as such.
  return { latE7: Math.round(lat * E7) + 0, lonE7: Math.round(lon * E7) + 0 };
}

export function degreesOf(place: Place): { readonly lat: number; readonly lon: number } {
  return { lat: place.latE7 / E7, lon: place.lonE7 / E7 };
}

/**
 * What someone typed as the name that it can be: without what is not printable and spaces around,
 * no more than `charsMax`. Empty where nothing is to be seen.
 */
export function tidied(typed: string, charsMax: number): string {
  const name = typed.replace(UNPRINTABLES, "").normalize("NFC").trim();
  const short = name.length <= charsMax ? name : cut(name, charsMax);
  return VISIBLE.test(short) ? short : "";
}

function cut(name: string, charsMax: number): string {
  return name.slice(0, charsMax).replace(CUT_OFF, "").trim();
}

/**
 * Controls, half surrogates, private letters, and what turns a text around. Not what is only
 * unassigned: a newer phone has emoji that an older one does not know.
 */
const UNPRINTABLE =
  /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|(?!\p{Join_Control}|[\u{e0020}-\u{e007f}])\p{Cf}/u;
const UNPRINTABLES = new RegExp(UNPRINTABLE, "gu");
/** What a cut may leave at an end: half a character, or a joiner of what is gone. */
const CUT_OFF = /[\p{Cs}\p{Join_Control}]+$/u;
/**
 * Joiners, which Persian and families of emoji need, show nothing alone; nor do fillers, which
 * Unicode calls ignorable, an empty pattern of Braille, and a note without a head.
 */
const VISIBLE = /[^\s\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}]/u;

/** Something to see, and nothing that is not to be seen: of names, and of what is posted. */
export function printable() {
  return z.refine<string>(
    (text) => VISIBLE.test(text) && !UNPRINTABLE.test(text),
    "must hold something to see, and no control characters",
  );
}
