/**
 * Calls out one roll: what changed gathers for a while, is cut into a batch, signed once by the
 * node, and told to all who hear the roll.
 *
 *   changed ──gathering──► cut ──► signed ──► told       (heard by nobody: the next state begins)
 *                           ▲         │ an erase came between: not sent
 *                           └─────────┘
 *
 * Rules M18, M24: docs/spec/rooms.md.
 */
import type { Kept, Watermark } from "@muster/replica";
import { Roll, type RollOptions } from "./roll.ts";
import type { Timers } from "./timers.ts";

export interface RollCallOptions extends RollOptions {
  readonly timers: Timers;
  /** How long changes gather that are told whole, and that numbers tell, in milliseconds. */
  readonly flushMs: () => number;
  readonly gatherMs: number;
  readonly sign: (body: Uint8Array) => Promise<Uint8Array>;
  /** Whether anybody hears what is told. */
  readonly isHeard: () => boolean;
  readonly tell: (body: Uint8Array, signature: Uint8Array) => void;
  /** Nobody is in it any more. */
  readonly onEmpty: () => void;
  /** A signature could not be made: a bug. */
  readonly onError: (error: unknown) => void;
}

export class RollCall {
  readonly #options: RollCallOptions;
  readonly #roll: Roll;
  /** When the next batch is due, by the steady time; null: nothing has changed. */
  #dueMs: number | null = null;
  #cancel: () => void = () => undefined;
  #isSigning = false;
  #isClosed = false;
  #erases = 0;

  constructor(options: RollCallOptions) {
    this.#options = options;
    this.#roll = new Roll(options);
  }

  put(kept: Kept): void {
    const isBrief = this.#roll.put(kept);
    const { flushMs, gatherMs } = this.#options;
    this.#callIn(isBrief ? Math.max(gatherMs, flushMs()) : flushMs());
  }

  leave(kept: Kept): void {
    this.#roll.leave(kept);
    this.#callIn(this.#options.flushMs());
  }

  /** Nobody has to be told soon: whoever holds the record lets go of it by themself. */
  drop(kept: Kept): void {
    this.#roll.drop(kept);
    this.#callIn(this.#options.gatherMs);
  }

  erase(erased: Watermark): void {
    this.#erases += 1;
    this.#roll.erase(erased);
  }

  /** For someone who knows an earlier state of this roll, or null. */
  standing(known: { readonly roll: number; readonly seq: number } | null): Uint8Array {
    return this.#roll.since(known === null ? 0 : known.seq);
  }

  get id(): number {
    return this.#roll.id;
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  #callIn(ms: number): void {
    const { timers } = this.#options;
    const dueMs = timers.monotonic() + ms;
    if (this.#isClosed || (this.#dueMs !== null && this.#dueMs <= dueMs)) return;
    this.#dueMs = dueMs;
    this.#cancel();
    this.#cancel = timers.after(ms, () => this.#call());
  }

  #call(): void {
    this.#dueMs = null;
    // One at a time, or they could overtake each other.
    if (this.#isSigning) this.#callIn(this.#options.flushMs());
    else if (!this.#options.isHeard()) this.#skip();
    else void this.#cutAndTell().catch(this.#options.onError);
  }

  /** Who comes is told how it stands: nothing is signed for nobody. */
  #skip(): void {
    this.#roll.skip();
    if (this.#roll.isEmpty) this.#options.onEmpty();
  }

  async #cutAndTell(): Promise<void> {
    const { sign, tell, onEmpty } = this.#options;
    const erases = this.#erases;
    const { seq, body } = this.#roll.cut();
    this.#isSigning = true;
    const signature = await sign(body).finally(() => (this.#isSigning = false));
    if (this.#isClosed) return;
    // It may tell of what has been erased meanwhile: it is made anew.
    if (erases !== this.#erases) return this.#callIn(0);
    this.#roll.tell(seq);
    tell(body, signature);
    if (this.#roll.isEmpty) onEmpty();
  }
}
