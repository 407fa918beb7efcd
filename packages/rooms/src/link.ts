/** A room as an edge sees it, and what it hears of it. Rules M12, M17: docs/spec/rooms.md. */
import type { Kept, Outcome, Watermark } from "@muster/replica";
import type { Known } from "./batch.ts";
import type { Fault } from "./fault.ts";
import type { Fence } from "./fence.ts";
import type { Outbound } from "./outbound.ts";
import type { Audience } from "./room.ts";
import type { Grant } from "./token.ts";
import type { Note } from "./wire.ts";

/** Where a room stands: all that someone who joins may know. */
export interface Standing {
  readonly fence: Fence;
  readonly erased: Watermark;
  readonly records: readonly Kept[];
  readonly notes: readonly Note[];
}

/** What a client that joins is told. */
export interface Welcome extends Standing {
  /** The key that signs batches. */
  readonly nodeKey: Uint8Array;
  /** Bodies of batches, one for each roll. What is in them is not among the records. */
  readonly rolls: readonly Uint8Array[];
}

/** What changed in a roll, for one audience (`batch.ts`), with the node's signature. */
export interface SignedBatch {
  readonly audience: Audience;
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
}

export interface BatchListener {
  /** Whether it has anybody who hears this audience: what nobody hears is not made. */
  readonly wants: (audience: Audience) => boolean;
  readonly hears: (batch: SignedBatch) => void;
}

/** What changed since the last flush, to be asked for by audiences. */
export interface Flush {
  readonly fence: Fence;
  readonly erased: Watermark;
  /** Whether everyone has to hear of the watermark. */
  readonly isErase: boolean;
  readonly changes: Pick<Outbound, "recordsFor" | "notesFor">;
}

/** A room as an edge sees it. */
export interface RoomLink {
  readonly endsAt: number;
  readonly tokenKey: Uint8Array;
  /** Throws the fault `forbidden` where the room does not let this person in. */
  audiencesOf(grant: Grant): readonly Audience[];
  readonly fence: Fence;
  /** `known` are states of rolls under this fence. */
  welcome(audiences: readonly Audience[], known: readonly Known[]): Welcome;
  listen(hears: (flush: Flush) => void): () => void;
  listenBatches(listener: BatchListener): () => void;
  /** Hears when this person must go, or when all must. Returns a function that ends it. */
  onGone(person: string, hears: (fault: Fault) => void): () => void;
  admit(grant: Grant, record: Uint8Array): Promise<Outcome>;
  call(grant: Grant, name: string, args: unknown): Promise<unknown>;
}
