/** Adapter of the device's clock and timers: the page's only way to them. */
export interface DeviceClock {
  /** Milliseconds since the epoch, as this device believes. */
  now(): number;
  /** Milliseconds from some start, which no change of the device's clock moves. */
  readonly monotonic: () => number;
  /** Both return what cancels them. */
  after(delayMs: number, run: () => void): () => void;
  every(periodMs: number, run: () => void): () => void;
}

export const deviceClock: DeviceClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  every: (periodMs, run) => {
    const timer = setInterval(run, periodMs);
    return () => clearInterval(timer);
  },
};

/** Aborts a request that takes too long. */
export function abortAfter(ms: number): AbortSignal {
  return AbortSignal.timeout(ms);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void deviceClock.after(ms, resolve));
}
