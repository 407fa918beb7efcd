/** The time of the machine that it runs on, for `SyncOptions`. */
import type { Timers } from "./link.ts";

export const systemTimers: Timers = {
  monotonic: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
