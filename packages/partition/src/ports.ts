/**
 * Time and randomness as ports; `systemPorts` is the one adapter.
 */
import type { Instant } from "./timing.ts";

export interface Ports {
  now(): Instant;
  /** Calls `run` once, `delayMs` from now. Returns what cancels it. */
  after(delayMs: number, run: () => void): () => void;
  /** From 0 up to 1, not including it. */
  random(): number;
}

export const systemPorts: Ports = {
  now: () => ({ monotonicMs: performance.now(), wallMs: Date.now() }),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
