/** What a synchronisation tells, and why it ends. Rules R5, R7: docs/spec/replica.md. */
import type { RefusalCode } from "../fault.ts";
import type { Measured } from "./offset.ts";

/** Why a peer is no longer listened to. The first five are its fault. */
export const ENDS = {
  bad_frame: "the bytes are not a message, or not one for this moment",
  bad_record: "a record that nobody honest sends: damaged, forged or too large",
  over_credit: "more records than there was credit for",
  too_much: "more messages about the exchange than an exchange needs",
  unread: "more is asked for, and what was sent is not taken",
  bad_version: "the other speaks another version",
  wrong_space: "the other has another space, or another lifetime for it",
  silent: "nothing came for too long while something was due",
  closed: "the connection was closed",
  failed: "a bug on this side",
} as const;

export type EndCode = keyof typeof ENDS;

export type SyncEvent =
  /** Both have what the other had when they compared. What is written from now on follows. */
  | { readonly is: "synced" }
  /** Records wait, and the other has not taken any for a while. */
  | { readonly is: "stalled"; readonly waiting: number }
  /** A record of the other was refused; nothing changed. */
  | { readonly is: "rejected"; readonly code: RefusalCode; readonly reason: string }
  /** How far the node's clock is ahead of this one's. */
  | ({ readonly is: "offset" } & Measured)
  | { readonly is: "ended"; readonly code: EndCode; readonly reason: string };

/** What a peer did that no honest one does; thrown inside the package, told as `ended`. */
export class Misbehaved extends Error {
  override readonly name = "Misbehaved";
  readonly code: EndCode;

  constructor(code: EndCode, reason: string) {
    super(reason);
    this.code = code;
  }
}
