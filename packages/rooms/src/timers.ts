/**
 * Time as a port: what waits or measures here gets it from outside, so that tests move it by
 * hand. `systemTimers` is the one adapter.
 */
import type { Clock } from "@muster/replica";

export interface Timers extends Clock {
  /** Calls `run` once, `delayMs` from now. Returns what cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

export const systemTimers: Timers = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Calls `run` every `everyMs` until the returned function is called. */
export function repeat(timers: Timers, everyMs: number, run: () => void): () => void {
  let cancel = timers.after(everyMs, again);
  function again(): void {
    cancel = timers.after(everyMs, again);
    run();
  }
  return () => cancel();
}
