/**
 * What the rules of a march look at when someone wants to write: the room as it stands, what
 * stewards decided, and who is known to have come.
 */
import { compareStamps, type Entry } from "@muster/replica";
import type { Room, Written } from "@muster/rooms";
import type { KnownLooks } from "../known-looks.ts";
import type { Mandate } from "../mandate.ts";
import type { Roster } from "../roster.ts";
import type { VerdictIndex } from "../verdict-index.ts";

export interface Scene {
  readonly room: Pick<Room, "space" | "now" | "nodeAuthor">;
  readonly mandate: Pick<Mandate, "isSteward" | "isBarred" | "isVouchedFor">;
  readonly roster: Pick<Roster, "find" | "isReplaced">;
  readonly index: Pick<VerdictIndex, "of" | "countWhere">;
  readonly looks: Pick<KnownLooks, "of">;
}

/** Why something may not be written: by this person, or for now. */
export interface Refusal {
  readonly code: "forbidden" | "too_many";
  readonly reason: string;
}

export function forbidden(reason: string): Refusal {
  return { code: "forbidden", reason };
}

export function tooMany(reason: string): Refusal {
  return { code: "too_many", reason };
}

/** Whether it is the record that is held already, which a phone may send again. */
export function isHeld(before: Entry<unknown> | undefined, { stamp }: Pick<Written, "stamp">) {
  return before !== undefined && stamp !== null && compareStamps(before.stamp, stamp) === 0;
}
