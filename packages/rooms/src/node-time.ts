/**
 * The node's time, as a client goes by it between the moments at which the node tells it.
 *
 *   told ─► goes on by the steady time, which no change of this device's clock moves
 *            └─ the clock has gone on further ─► goes on by the clock, in doubt, until told again
 *
 * In most browsers the steady time stands still while the device sleeps, and nobody can tell that
 * from a clock that was set ahead. By the later of the two what is due is forgotten in any case.
 *
 * Rule M13: docs/spec/rooms.md.
 */
import type { Timers } from "./timers.ts";

/** By so much two clocks that nobody touches do not part between two beats of the node. */
const SLEPT_MS_MIN = 2_000;

type Clocks = Pick<Timers, "now" | "monotonic">;

export class NodeTime {
  readonly #clocks: Clocks;
  /** Before the node has told anything: how far this device's clock was behind, when last heard. */
  readonly #formerMs: number;
  #told: { readonly nodeMs: number; readonly steadyMs: number; readonly clockMs: number } | null =
    null;

  constructor(clocks: Clocks, formerMs: number) {
    this.#clocks = clocks;
    this.#formerMs = formerMs;
  }

  told(nodeMs: number): void {
    this.#told = { nodeMs, steadyMs: this.#clocks.monotonic(), clockMs: this.#clocks.now() };
  }

  /** Whether the device slept since, or its clock was set ahead. */
  get isInDoubt(): boolean {
    return this.#told !== null && this.#sleptMs() >= SLEPT_MS_MIN;
  }

  /** By how much this device's clock is behind the node's. */
  offsetMs(): number {
    if (this.#told === null) return this.#formerMs;
    const { nodeMs, steadyMs, clockMs } = this.#told;
    if (this.isInDoubt) return nodeMs - clockMs;
    return nodeMs + Math.floor(this.#clocks.monotonic() - steadyMs) - this.#clocks.now();
  }

  #sleptMs(): number {
    const { steadyMs, clockMs } = this.#told!;
    return this.#clocks.now() - clockMs - (this.#clocks.monotonic() - steadyMs);
  }
}
