/** One room as an application sees it at a client. Rules M13, M22: docs/spec/rooms.md. */
import type { AnyModel, Identity, Model, Space, Store } from "@muster/replica";
import type { Fault } from "./fault.ts";
import type { Fence } from "./fence.ts";
import type { Receipt } from "./outbox.ts";
import type { RoomName } from "./token.ts";
import type { Note } from "./wire.ts";

export type RoomState = "connecting" | "live" | "offline" | "rejected";

export interface RoomClientOptions extends RoomName {
  readonly token: string;
  readonly models: readonly AnyModel[];
  readonly identity: Identity;
  /** The room's one constant, as the application's join told it. */
  readonly lifetimeMs: number;
  /** Absent: nothing of the room outlasts this client. */
  readonly kept?: Keeping;
}

/** What outlasts the client on its device. */
export interface Keeping {
  /** Of the device: it encrypts what it holds, and shreds it at its expiry. Used here alone. */
  readonly store: Store;
  /** Whose records are given to it. Others' never are. */
  readonly models: readonly AnyModel[];
  /** The last one before, as `RoomClient.contact` told it; null: there was none, or it is lost. */
  readonly contact: Contact | null;
}

/** What a client knows of the last time it heard its node: numbers, for the application to keep. */
export interface Contact extends Fence {
  /** The node's time then, in milliseconds since the epoch. */
  readonly heardAtMs: number;
}

export interface RoomClient {
  /** To be read; what is written goes through `write`, or nobody else would ever hear of it. */
  readonly space: Pick<Space, "view" | "subscribe" | "records" | "watermark">;
  readonly state: RoomState;
  /** Why the room was rejected, or why it is offline when the node said so. */
  readonly fault: Fault | null;
  /** Null: the node was never heard, neither by this client nor before. While it is live: now. */
  readonly contact: Contact | null;
  /** How far this device's clock is behind the node's (negative: ahead), in milliseconds. */
  readonly clockOffsetMs: number;
  /** The node's time as far as is known here, in milliseconds since the epoch. */
  now(): number;
  /** Hears every change of `state`. Returns a function that ends it. */
  onState(listener: () => void): () => void;
  onNote(listener: (note: Note) => void): () => void;
  /**
   * Writes a record: shown here at once (before the first contact: then), sent now or when the
   * room is live again. Resolves with what became of it. Of values of one key that wait to be
   * sent only the last is. Throws the fault `too_many` when too many wait, `TypeError` on what the
   * schema finds wrong and `RangeError` on what is too large.
   */
  write<Value>(model: Model<Value>, value: Value): Promise<Receipt>;
  /**
   * Asks the owner. Throws its `Fault`; `unavailable` when the room is not live,
   * `unknown_outcome` when the connection broke meanwhile, `too_many` when too many calls wait,
   * and `RangeError` on arguments that are too large.
   */
  call(name: string, args: unknown): Promise<unknown>;
  /** Leaves the room. What is still unanswered is refused. */
  close(): void;
}
