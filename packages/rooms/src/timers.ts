/**
 * Time as a port: what waits or measures here gets it from outside, so that tests move it by
 * hand. `systemTimers` is the one adapter.
 */
import type { Clock } from "@muster/replica";

export interface Timers extends Clock {
  /** Milliseconds from some start, which no change of the clock moves: time to measure by. */
  readonly monotonic: () => number;
  /** Calls `run` once, `delayMs` from now. Returns what cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

export const systemTimers: Timers = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
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

/** The same, but what a timer's work throws is told: no request waits for it that would catch it. */
export function guarded(timers: Timers, onError: (error: unknown) => void): Timers {
  const guard = (run: () => void) => (): void => {
    try {
      run();
    } catch (error) {
      onError(error);
    }
  };
  return {
    now: () => timers.now(),
    monotonic: () => timers.monotonic(),
    after: (delayMs, run) => timers.after(delayMs, guard(run)),
  };
}
