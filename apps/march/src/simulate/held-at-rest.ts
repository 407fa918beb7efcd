/**
 * What a node holds at rest: what was under way, such as frames that a socket has not taken yet, is
 * let go of within moments and then collected; what is kept is held in every look.
 *
 * Rule S15: docs/spec/march-simulation.md.
 */
import type { NodeMemory } from "./started-node.ts";

const EVERY_MS = 500;
/** Together more than from one summary to the next, in which a node has something under way. */
const STEADY_LOOKS = 5;
const FALL_BYTES = 1_000_000;
const LOOKS_MAX = 20;

/** The least, once five looks in a row found no megabyte less, or after 20. `pause` takes milliseconds. */
export async function heldAtRest(
  look: () => Promise<NodeMemory>,
  pause: (ms: number) => Promise<void>,
): Promise<NodeMemory> {
  let least = await look();
  let steady = 0;
  for (let looks = 1; looks < LOOKS_MAX && steady < STEADY_LOOKS; looks += 1) {
    await pause(EVERY_MS);
    const next = await look();
    steady = next.heapBytes > least.heapBytes - FALL_BYTES ? steady + 1 : 0;
    if (next.heapBytes < least.heapBytes) least = next;
  }
  return least;
}
