/**
 * What an application says of a kind of room: what merges in it, who may do what, who hears
 * what, and what only the owner may decide. Everything else is this package's.
 */
import {
  type AnyModel,
  type AuthorId,
  type Entry,
  modelsByName,
  type Space,
  type Stamp,
} from "@muster/replica";
import type { Fault } from "./fault.ts";
import type { Grant } from "./token.ts";
import type { Note } from "./wire.ts";

export interface RoomDefinition {
  readonly kind: string;
  readonly models: readonly AnyModel[];
  /** What is durably known of the room, or null: there is none of that id. */
  readonly open: (id: string) => Promise<Opening | null>;
}

export interface Opening {
  /** When the room and all that is in it ends, in milliseconds since the epoch. */
  readonly endsAt: number;
  /** How long a record lives. One constant for the room. */
  readonly lifetimeMs: number;
  /** Signs and verifies this room's session tokens. */
  readonly tokenKey: Uint8Array;
  /** The rules of this one room, with whatever state they need beside the records. */
  readonly start: (room: Room) => RoomRules;
}

/** The room as its rules and commands see it. */
export interface Room {
  readonly id: string;
  readonly space: Space;
  /** Milliseconds since the epoch. */
  now(): number;
  /** The author under which this node writes for people who have no key of their own. */
  readonly nodeAuthor: AuthorId;
  /** Erases everything so far: journaled before it resolves. `count` sees each record dropped. */
  erase(count: (entry: Entry<unknown>) => boolean): Promise<number>;
  /**
   * Ends every session that a person has now, once the command that does so has been answered. What
   * keeps them out is `mayEnter`; a fault that may be tried again lets them join anew, with what they
   * may hear by then.
   */
  expel(person: string, fault: Fault): void;
  /** Ends the room for everyone, once the command that does so has been answered. */
  end(why: string): void;
}

/** A named set of sessions that hear the same. */
export type Audience = string;

export interface RoomRules {
  /** Null, or why this person may not be here. Asked whenever someone comes, by any route. */
  readonly mayEnter?: (grant: Grant) => string | null;
  /** What a person may hear. Asked once, when a session joins. */
  readonly audiences: (grant: Grant) => readonly Audience[];
  /** Who hears of a record. */
  readonly route: (entry: Entry<unknown>, model: string) => readonly Audience[];
  /**
   * How long changes gather that numbers tell (`Brief`), in milliseconds, before this audience
   * hears of them in one batch. Without it 500.
   */
  readonly gatherMs?: (audience: Audience) => number;
  /** Null, or why this person may not write it. */
  readonly mayWrite: (grant: Grant, written: Written) => string | null;
  readonly commands: Readonly<Record<string, Command>>;
  /** Whose commands find a place however many others call: few people. Without it nobody's. */
  readonly comesFirst?: (grant: Grant) => boolean;
  readonly notes: readonly NoteSource[];
  /** What the room does in its own time. A bug in it closes the room. */
  readonly chores?: readonly Chore[];
}

export interface Chore {
  readonly everyMs: number;
  readonly run: () => void | Promise<void>;
}

export interface Written {
  readonly model: string;
  readonly author: AuthorId;
  /** Null: this node is about to write it, now. */
  readonly stamp: Stamp | null;
  readonly key: string;
  readonly value: unknown;
}

/**
 * Runs at the owner, one at a time in each room. What it returns, or resolves with, is the answer;
 * what it throws as a `Fault` reaches the caller.
 */
export type Command = (grant: Grant, args: unknown) => unknown;

/** Something derived that an audience is told again and again, such as a summary. */
export interface NoteSource {
  readonly audience: Audience;
  readonly everyMs: number;
  /** Null: nothing to tell. */
  readonly make: () => Note | null;
}

/** Without a slash, which ends the kind where a room is named in one text. */
const KIND = /^[A-Za-z0-9._-]{1,64}$/;

/** Throws `TypeError` on a kind that names no rooms, and on models as `Space` does. */
export function defineRoom(definition: RoomDefinition): RoomDefinition {
  const { kind, models } = definition;
  if (!KIND.test(kind)) {
    throw new TypeError(`"${kind}": a kind of rooms has 1 to 64 letters, digits, ".", "_", "-"`);
  }
  modelsByName(models);
  return definition;
}
