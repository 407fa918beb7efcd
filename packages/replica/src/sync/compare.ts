/**
 * Who lacks what: digests of slots first, then, for slots that differ, what each has seen.
 *
 *   slots ──► ask (seen of the slots that differ) ──► seen (of the same slots)
 *
 * Each frame stands for itself: a list of digests covers a stretch of slots, and what was seen may
 * be split anywhere. Rule R5: docs/spec/replica.md.
 */
import type { SignedRecord } from "../record.ts";
import { authorMark, type Ledger, slotOf } from "./ledger.ts";
import { type Range, Ranges } from "./ranges.ts";
import type { Message } from "./wire.ts";
import type { AuthorSeen, SlotSeen } from "./wire-seen.ts";

/** At most 24 bytes each. */
const SLOTS_PER_FRAME = 2_500;
/** At most 16 bytes each, but for an author's 26: a frame is never full with these. */
const RANGES_PER_FRAME = 1_500;
/** Authors and ranges of one side. Beyond it they are left out: their records may come twice. */
const SEEN_MAX = 200_000;

/** All digests from a slot on, in one frame or more. */
export function slotFrames(ledger: Ledger, space: bigint, from: number): Message<"slots">[] {
  const all = ledger.slots(from);
  const frames: Message<"slots">[] = [];
  let next = from;
  do {
    const slots = all.slice(frames.length * SLOTS_PER_FRAME, (frames.length + 1) * SLOTS_PER_FRAME);
    const isLast = all.length <= (frames.length + 1) * SLOTS_PER_FRAME;
    const to = isLast ? Number.MAX_SAFE_INTEGER : slots.at(-1)!.slot + 1;
    frames.push({ is: "slots", space, last: Number(isLast), from: next, to, slots });
    next = to;
  } while (next < Number.MAX_SAFE_INTEGER);
  return frames;
}

/**
 * The slots of a frame's stretch, from `oldest` on, that are not the same here. It looks at no others,
 * so that many narrow frames cost no more than a wide one.
 */
export function differing(ledger: Ledger, frame: Message<"slots">, oldest: number): number[] {
  const [from, { to }] = [Math.max(frame.from, oldest), frame];
  const isIn = (slot: number) => slot >= from && slot < to;
  const mine = new Map(ledger.slots(from, to).map(({ slot, digest }) => [slot, digest]));
  const theirs = new Map(frame.slots.map(({ slot, digest }) => [slot, digest]));
  const both = [...new Set([...mine.keys(), ...theirs.keys()])].filter(isIn);
  return both.filter((slot) => mine.get(slot) !== theirs.get(slot)).sort((a, b) => a - b);
}

/** What was seen in these slots (rising), in one frame or more. */
export function seenFrames(
  is: "ask" | "seen",
  ledger: Ledger,
  slots: readonly number[],
): Message<"ask" | "seen">[] {
  const packer = new Packer();
  let left = SEEN_MAX;
  for (const slot of slots) {
    packer.open(slot);
    for (const piece of pieces(ledger, slot)) {
      left -= 1 + piece.ranges.length;
      if (left >= 0) packer.add(slot, piece);
    }
  }
  const { frames } = packer;
  return frames.map((seen, at) => ({ is, last: Number(at === frames.length - 1), seen }));
}

/** Fills one frame after the other, and opens a slot again where it goes on in the next. */
class Packer {
  readonly frames: SlotSeen[][] = [[]];
  #authors: AuthorSeen[] = [];
  #size = 0;

  open(slot: number): void {
    if (this.#size >= RANGES_PER_FRAME) this.#turn();
    this.#authors = [];
    this.frames.at(-1)!.push({ slot, authors: this.#authors });
    this.#size += 1;
  }

  add(slot: number, piece: AuthorSeen): void {
    const size = 2 + piece.ranges.length;
    // An author once in a frame: its marks must rise.
    const isSame = this.#authors.at(-1)?.author === piece.author;
    if (isSame || this.#size + size > RANGES_PER_FRAME) {
      this.#turn();
      this.open(slot);
    }
    this.#authors.push(piece);
    this.#size += size;
  }

  #turn(): void {
    this.frames.push([]);
    this.#size = 0;
  }
}

function* pieces(ledger: Ledger, slot: number): Iterable<AuthorSeen> {
  const authors = [...ledger.seen(slot)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [author, ranges] of authors) {
    const all = [...ranges];
    const most = RANGES_PER_FRAME / 2;
    for (let at = 0; at < all.length; at += most) {
      yield { author, ranges: all.slice(at, at + most) };
    }
  }
}

/** What the other says it has seen. It is believed of the other alone, and for one comparison. */
export class PeerSeen {
  readonly #slots = new Map<number, Map<bigint, Ranges>>();
  #left = 2 * SEEN_MAX;

  /** False: it is more than any replica says. */
  add(seen: readonly SlotSeen[]): boolean {
    for (const { slot, authors } of seen) {
      const held = this.#slots.get(slot) ?? new Map<bigint, Ranges>();
      this.#slots.set(slot, held);
      this.#left -= 1;
      for (const { author, ranges } of authors) {
        this.#left -= 1 + ranges.length;
        held.set(author, united(held.get(author) ?? new Ranges(), ranges));
      }
    }
    return this.#left >= 0;
  }

  /** The slots spoken of, rising. */
  slots(): readonly number[] {
    return [...this.#slots.keys()].sort((a, b) => a - b);
  }

  /** In a slot that was spoken of. */
  lacks(record: SignedRecord): boolean {
    const slot = this.#slots.get(slotOf(record));
    if (slot === undefined) return false;
    return slot.get(authorMark(record.stamp.author))?.has(record.sequence) !== true;
  }
}

function united(ranges: Ranges, more: readonly Range[]): Ranges {
  for (const { from, to } of more) ranges.add(from, to);
  return ranges;
}
