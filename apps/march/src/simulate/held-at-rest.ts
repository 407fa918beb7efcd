/**
 * What a node holds at rest: what was under way, such as frames that a socket has not taken yet, is
 * let go of within moments and then collected; what is kept is held in every look.
 *
 * Rule S15: docs/spec/march-simulation.md.
 */
import type { NodeMemory } from "./started-node.ts";

/** More than from one summary of a march to the next, in which a node has something under way. */
const LOOKS = 6;
const EVERY_MS = 500;

/** The least of several looks. `pause` takes milliseconds. */
export async function heldAtRest(
  look: () => Promise<NodeMemory>,
  pause: (ms: number) => Promise<void>,
): Promise<NodeMemory> {
  let least = await look();
  for (let looks = 1; looks < LOOKS; looks += 1) {
    await pause(EVERY_MS);
    const next = await look();
    if (next.heapBytes < least.heapBytes) least = next;
  }
  return least;
}
