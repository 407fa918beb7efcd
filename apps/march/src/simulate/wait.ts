/** Waiting that ends when the run ends. Time comes from the port. */
import type { Timers } from "@muster/rooms";
import { SimulationFault } from "./fault.ts";

export interface Life {
  readonly timers: Timers;
  /** Aborted when the run shall end. */
  readonly signal: AbortSignal;
}

/** Resolves at `atMs`, at once when that has passed. Rejects when the run ends. */
export async function until({ timers, signal }: Life, atMs: number): Promise<void> {
  signal.throwIfAborted();
  const leftMs = atMs - timers.now();
  if (leftMs <= 0) return;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const stop = (): void => reject(signal.reason as Error);
  signal.addEventListener("abort", stop, { once: true });
  const cancel = timers.after(leftMs, resolve);
  try {
    await promise;
  } finally {
    cancel();
    signal.removeEventListener("abort", stop);
  }
}

/** Rejects with `failed` and the sentence when `promise` takes too long, or when the run ends. */
export async function inTime<T>(
  life: Life,
  promise: Promise<T>,
  limit: { readonly ms: number; readonly sentence: string },
): Promise<T> {
  const over = new AbortController();
  const both = AbortSignal.any([life.signal, over.signal]);
  const late = until({ timers: life.timers, signal: both }, life.timers.now() + limit.ms).then(
    () => {
      throw new SimulationFault("failed", limit.sentence);
    },
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    over.abort();
    // Nobody waits for it any more.
    late.catch(() => undefined);
  }
}
