/**
 * Two spaces that synchronise over a pipe in memory, which counts what goes and may change a byte.
 * A meeting is over when both say so, when either drops the other, or when nothing comes any more.
 */
import type { Space, SyncEvent } from "@muster/replica";
import { type Flip, flipped } from "../subject.ts";
import { syncOf } from "./notes.ts";

const LOOK_EVERY_MS = 20;
/** Looks, by a loop that was free to look: so many without a byte, and nothing more is to come. */
const QUIET_LOOKS = 40;

export interface Met {
  readonly sent: readonly Uint8Array[];
  /** Bytes from the first, and from the other. */
  readonly bytes: readonly [number, number];
}

/** `flip` is of a byte in all that the first sends. Resolves when it is over. */
export async function meet(one: Space, other: Space, flip: Flip | null = null): Promise<Met> {
  const [from, to] = [await syncOf(one), await syncOf(other)];
  const sent: Uint8Array[] = [];
  const state = { bytes: [0, 0] as [number, number], synced: 0, isOver: false, quiet: 0 };
  const onEvent = ({ is }: SyncEvent) => {
    if (is === "synced") state.synced += 1;
    if (is === "ended") state.isOver = true;
  };
  const carry = (side: 0 | 1, chunk: Uint8Array) => {
    const arriving = side === 0 ? damaged(chunk, state.bytes[0], flip) : chunk;
    state.bytes[side] += chunk.length;
    state.quiet = 0;
    sent.push(chunk);
    queueMicrotask(() => links[1 - side]?.take(arriving));
  };
  const links = [from, to].map((sync, side) =>
    sync.connect({ send: (chunk) => carry(side as 0 | 1, chunk), close: nothing }, { onEvent }),
  );
  while (!state.isOver && state.synced < 2 && state.quiet < QUIET_LOOKS) {
    await pause();
    state.quiet += 1;
  }
  for (const link of links) link.close();
  return { sent, bytes: state.bytes };
}

/** The chunk as it arrives; `before` is how many bytes went before it. */
function damaged(chunk: Uint8Array, before: number, flip: Flip | null): Uint8Array {
  if (flip === null || flip.at < before || flip.at >= before + chunk.length) return chunk;
  return flipped(chunk, { at: flip.at - before, xor: flip.xor });
}

function pause(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, LOOK_EVERY_MS));
}

/** A pipe in memory needs no closing. */
function nothing(): void {}
