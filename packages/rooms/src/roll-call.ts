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
import { Alarm } from "./alarm.ts";
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
  readonly #alarm: Alarm;
  #isSigning = false;
  #isClosed = false;
  #erases = 0;

  constructor(options: RollCallOptions) {
    this.#options = options;
    this.#roll = new Roll(options);
    this.#alarm = new Alarm(options.timers, () => this.#call());
  }

  put(kept: Kept): void {
    const isBrief = this.#roll.put(kept);
    const { flushMs, gatherMs } = this.#options;
    this.#alarm.within(isBrief ? Math.max(gatherMs, flushMs()) : flushMs());
  }

  leave(kept: Kept): void {
    this.#roll.leave(kept);
    this.#alarm.within(this.#options.flushMs());
  }

  /** Nobody has to be told soon: whoever holds the record lets go of it by themself. */
  drop(kept: Kept): void {
    this.#roll.drop(kept);
    this.#alarm.within(this.#options.gatherMs);
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
    this.#alarm.stop();
  }

  #call(): void {
    // One at a time, or they could overtake each other.
    if (this.#isSigning) this.#alarm.within(this.#options.flushMs());
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
    if (erases !== this.#erases) return this.#alarm.within(0);
    this.#roll.tell(seq);
    tell(body, signature);
    if (this.#roll.isEmpty) onEmpty();
  }
}
