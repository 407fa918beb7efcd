/**
 * A fence says which opening of a room speaks. Every frame carries it: whoever has seen a higher
 * one drops the lower, and an equal counter with another nonce means two that claim the room.
 *
 * Rule M17: docs/spec/rooms.md.
 */
export interface Fence {
  /** Grows with every opening of the room. */
  readonly counter: number;
  /** Random, 32 bits. */
  readonly nonce: number;
}

export type FenceAnswer = "same" | "newer" | "older";

/** What `heard` is, to someone who follows `known`. A rival of equal counter counts as newer. */
export function compareFences(known: Fence, heard: Fence): FenceAnswer {
  if (heard.counter < known.counter) return "older";
  return heard.counter === known.counter && heard.nonce === known.nonce ? "same" : "newer";
}
