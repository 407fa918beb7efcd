/**
 * What the protocol asks of a database. A port; adapters are `postgres.ts` and `memory.ts`.
 *
 * Each request is one transaction: it happens whole or not at all, and requests happen one after
 * the other. Answers may be lost; then nobody knows whether it happened. Every request may safely
 * be made again.
 *
 * Rules P1, P2, P3, P5, P8, P13, P15: docs/spec/partition.md.
 */
import type { Fence } from "./fence.ts";

/** Random, of one life of one member: never used again. */
export type MemberId = string & { readonly "": "MemberId" };

/** What all members of a group agree on. */
export interface Settings {
  /** How many numbered partitions there are; 0 when the group only numbers its members. */
  readonly partitions: number;
  /** Every effect is fenced: then a dropped connection is reason enough to bury (P16). */
  readonly fenced: boolean;
}

/** Which database answered. */
export interface Server {
  /** Raised by a failover, which may have lost commits. */
  readonly timeline: number;
  /** Another one after a restart of the database or of the connection: renewals may be lost. */
  readonly session: string;
}

/** Another member, as a heartbeat saw it. */
export interface Watched {
  readonly id: MemberId;
  readonly counter: number;
  readonly load: number;
}

/** How a member stands, read in one snapshot. */
export interface Reading {
  readonly index: number;
  readonly size: number;
  readonly epoch: number;
  /** The lowest epoch that any member has acknowledged. */
  readonly everyone: number;
  /** False after a failover, until members that know nothing of it must have stopped (P15). */
  readonly steady: boolean;
  /** An operator asked this member to hand over and leave. */
  readonly draining: boolean;
  readonly server: Server;
  /** The members of the next indices. */
  readonly watched: readonly Watched[];
}

/** Whom to bury, and on what condition. */
export type Suspect =
  /** Its counter still stands there, and the database is the one that it was watched in. */
  | { readonly id: MemberId; readonly counter: number; readonly server: Server }
  /** The lock of its connection is gone (P16). */
  | { readonly id: MemberId; readonly dropped: true };

export interface Owned {
  readonly key: string;
  readonly fence: Fence;
}

export type Request =
  | { readonly kind: "join" }
  /** Renews the counter of the member, and reads how it stands and who the `width` next are. */
  | { readonly kind: "beat"; readonly id: MemberId; readonly width: number; readonly load: number }
  | { readonly kind: "acknowledge"; readonly id: MemberId; readonly epoch: number }
  | { readonly kind: "bury"; readonly id: MemberId; readonly suspect: Suspect }
  /** Takes free partitions until the member has `quota`; answers all numbered ones it has. */
  | { readonly kind: "claim"; readonly id: MemberId; readonly quota: number }
  /** Takes those of the named keys that are free. */
  | { readonly kind: "claimNames"; readonly id: MemberId; readonly keys: readonly string[] }
  | { readonly kind: "release"; readonly id: MemberId; readonly keys: readonly Owned[] }
  /** The wait after a failover is over. */
  | { readonly kind: "steady"; readonly id: MemberId }
  | { readonly kind: "leave"; readonly id: MemberId };

/** Null where the member itself is dead. */
export interface Answers {
  readonly join: { readonly id: MemberId; readonly reading: Reading };
  readonly beat: Reading | null;
  readonly acknowledge: Reading | null;
  readonly bury: boolean;
  readonly claim: readonly Owned[] | null;
  readonly claimNames: readonly NameAnswer[] | null;
  readonly release: null;
  readonly steady: null;
  readonly leave: null;
}

/** What came of the claim of a named key: it is held now, or somebody else holds it. */
export type NameAnswer =
  | Owned
  | { readonly key: string; readonly owner: MemberId; readonly label: string };

/** An answer with the kind of its request, and the timeline of the database that gave it (P15). */
export type Answer = {
  readonly [Kind in keyof Answers]: {
    readonly kind: Kind;
    readonly value: Answers[Kind];
    readonly timeline: number;
  };
}[keyof Answers];

/** What an effect needs in order to commit: an ownership, or a permit to act under an epoch. */
export type Guard =
  | { readonly kind: "key"; readonly id: MemberId; readonly owned: Owned }
  | { readonly kind: "view"; readonly id: MemberId; readonly epoch: number };

export interface Effecting<Transaction> {
  readonly guard: Guard;
  /** Recorded with the effect: one that has happened is not run again. */
  readonly operation: string | null;
  readonly run: (transaction: Transaction) => Promise<void>;
}

/** Calls into the member's process. */
export interface Listener {
  /** The group is numbered anew, or all have acknowledged how it is. */
  changed(): void;
  /** Keys were released: whoever lacks some may claim. */
  freed(): void;
  /** The session lock of that member is gone (P16). */
  dropped(id: MemberId): void;
}

export interface Opening {
  readonly name: string;
  readonly settings: Settings;
  /** Who the members of this process are, to people: a host and process id, or a job's name. */
  readonly label: string;
  readonly listener: Listener;
}

export interface Store<Transaction> {
  /**
   * Makes the group where it is new. Throws the faults `group_differs`, `database_older`,
   * `database_rights` and `database_unavailable`.
   */
  open(opening: Opening): Promise<GroupStore<Transaction>>;
}

/** One member's way to its group. */
export interface GroupStore<Transaction> {
  /** Rejects when no answer comes in time: then the request may have happened or not. */
  execute(request: Request): Promise<Answer>;
  /**
   * Commits what `run` does, if the guard holds until then. Answers whether it ran: false where the
   * operation had been recorded before. Throws `fenced`, and `unknown_outcome` where the commit was
   * not answered.
   */
  transaction(effect: Effecting<Transaction>): Promise<boolean>;
  /** Whose lock to wait for (P16); null for nobody's. */
  follow(id: MemberId | null): void;
  close(): Promise<void>;
}
