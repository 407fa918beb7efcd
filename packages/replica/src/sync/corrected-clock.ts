/**
 * The clock of a device, set right by the node. Before the first contact nobody knows whether it is
 * right: `isKnown` says so, and whoever shows times or writes should heed it.
 *
 * Rule R43: docs/spec/replica.md.
 */
import type { Clock } from "../stamp.ts";
import { isWrong, type Measured } from "./offset.ts";

export class CorrectedClock implements Clock {
  readonly monotonic: () => number;
  readonly #device: Required<Clock>;
  readonly #listeners = new Set<() => void>();
  #offsetMs = 0;
  #isKnown = false;

  constructor(device: Required<Clock>) {
    this.#device = device;
    this.monotonic = () => device.monotonic();
  }

  now(): number {
    return this.#device.now() + this.#offsetMs;
  }

  /** Whether a node has told its time. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** What is added to the device's clock, in milliseconds: above 0 where that is slow. */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** Only where it is surely wrong. */
  correct(measured: Measured): void {
    if (isWrong(measured)) this.#offsetMs += measured.offsetMs;
    this.#isKnown = true;
    for (const hears of this.#listeners) hears();
  }

  /** Hears each measurement. Returns what ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
