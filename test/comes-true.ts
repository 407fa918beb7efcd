/**
 * Waiting for something to become true elsewhere, in a page or on a disk. A page's own
 * `waitForFunction` takes the promise of an async look for a yes, and so waits for nothing.
 */
import { setTimeout as pause } from "node:timers/promises";

const WAIT_MS_MAX = 15_000;
const EVERY_MS = 50;

export interface Waiting {
  /** Milliseconds, both. */
  readonly msMax?: number;
  readonly everyMs?: number;
}

/** Looks until it is true. A look may fail meanwhile, as in a page that is being loaded again. */
export async function comesTrue(
  look: () => Promise<boolean>,
  { msMax = WAIT_MS_MAX, everyMs = EVERY_MS }: Waiting = {},
): Promise<void> {
  const endMs = performance.now() + msMax;
  for (;;) {
    const [is, cause] = await look().then(
      (is) => [is, null] as const,
      (error: unknown) => [false, error] as const,
    );
    if (is) return;
    if (performance.now() > endMs)
      throw new Error(`not true within ${msMax} ms: ${look.toString()}`, { cause });
    await pause(everyMs);
  }
}
