/**
 * Waiting for something to become true elsewhere: in a page, in a process, on a disk. A page's own
 * `waitForFunction` takes the promise of an async look for a yes, and so waits for nothing.
 */
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";

const WAIT_MS_MAX = 15_000;
const EVERY_MS = 50;

export interface Waiting {
  /** Milliseconds, both. */
  readonly msMax?: number;
  readonly everyMs?: number;
}

/** Looks until it is true. Fails when it is not in time, and with what a look throws. */
export async function comesTrue(
  look: () => boolean | Promise<boolean>,
  { msMax = WAIT_MS_MAX, everyMs = EVERY_MS }: Waiting = {},
): Promise<void> {
  const endMs = performance.now() + msMax;
  while (!(await look())) {
    assert.ok(performance.now() < endMs, `not true within ${msMax} ms: ${look.toString()}`);
    await pause(everyMs);
  }
}
