/**
 * The bytes of a batch: what changed in a roll, a numbered list of keys, between two of its states.
 *
 *   roll  since  seq   named: number, record …   gone: number …
 *   moved: count, and unless that is 0   atMs  width  base …   then for each
 *     number  age (twice, plus 1 where more follows: count, early)  its numbers, above the base
 *
 * Everything in it is absolute, so a batch may come twice, and one that begins earlier than needed
 * does no harm. `atMs` is the latest stamp and `base` the least of each number: one batch has one
 * encoding. Rule M26: docs/spec/rooms-wire.md.
 */
import { Malformed, RECORD_BYTES_MAX, Reader, Writer } from "@muster/replica";
import { WIDTH_MAX } from "./brief.ts";

export interface Named {
  readonly number: number;
  readonly record: Uint8Array;
}

export interface Moved {
  readonly number: number;
  readonly wallMs: number;
  readonly count: number;
  /** How many slots earlier it expires than its stamp alone would say. */
  readonly early: number;
  /** As many as all others of the batch have. */
  readonly numbers: readonly number[];
}

/** Each list by rising number. */
export interface Batch {
  readonly roll: number;
  /** It changes a state that is no older than this; 0: nothing need be known before. */
  readonly since: number;
  readonly seq: number;
  readonly named: readonly Named[];
  readonly gone: readonly number[];
  readonly moved: readonly Moved[];
}

/** The state of a roll that a client knows. */
export interface Known {
  readonly roll: number;
  readonly seq: number;
}

const LIST_MAX = 100_000;
/** Of a base: so much that what is above it stays a whole number. */
const NUMBER_MAX = 2 ** 51;

/** Throws `RangeError` on what no reader takes. */
export function encodeBatch({ roll, since, seq, named, gone, moved }: Batch): Uint8Array {
  const to = new Writer().varint(roll).varint(since).varint(seq);
  const namedGap = gaps();
  to.varint(named.length);
  for (const { number, record } of named) to.varint(namedGap(number)).block(record);
  const goneGap = gaps();
  to.varint(gone.length);
  for (const number of gone) to.varint(goneGap(number));
  to.varint(moved.length);
  if (moved.length > 0) writeMoved(to, moved);
  return to.bytes();
}

/** Throws `Malformed` unless the bytes are exactly one batch as `encodeBatch` writes it. */
export function decodeBatch(bytes: Uint8Array): Batch {
  const from = new Reader(bytes);
  const [roll, since, seq] = [from.varint(), from.varint(), from.varint()];
  if (since > seq) throw new Malformed("a batch does not lead back");
  const next = numbers();
  const readNamed = () => ({ number: next(from.varint()), record: from.block(RECORD_BYTES_MAX) });
  const named = from.list(readNamed, 1, LIST_MAX);
  const nextGone = numbers();
  const gone = from.list(() => nextGone(from.varint()), 1, LIST_MAX);
  const moved = readMoved(from);
  from.end();
  return { roll, since, seq, named, gone, moved };
}

function writeMoved(to: Writer, moved: readonly Moved[]): void {
  const atMs = moved.reduce((latest, { wallMs }) => Math.max(latest, wallMs), 0);
  const width = moved[0]!.numbers.length;
  const base = Array.from({ length: width }, (_, place) =>
    moved.reduce((least, { numbers: at }) => Math.min(least, at[place]!), Infinity),
  );
  to.varint(atMs).varint(width);
  for (const least of base) to.varint(zigzag(least));
  const gap = gaps();
  for (const { number, wallMs, count, early, numbers: at } of moved) {
    const hasMore = count > 0 || early > 0;
    to.varint(gap(number)).varint((atMs - wallMs) * 2 + (hasMore ? 1 : 0));
    if (hasMore) to.varint(count).varint(early);
    base.forEach((least, place) => to.varint(at[place]! - least));
  }
}

function readMoved(from: Reader): readonly Moved[] {
  // Before the first of them, and only where there is one.
  const heads: Shared[] = [];
  const moved = from.list(() => readOne(from, (heads[0] ??= readShared(from))), 1, LIST_MAX);
  const [head] = heads;
  if (head === undefined) return [];
  const { atMs, base } = head;
  const isLeast = base.every((least, place) =>
    moved.some(({ numbers: at }) => at[place] === least),
  );
  if (!isLeast || !moved.some(({ wallMs }) => wallMs === atMs)) {
    throw new Malformed("a batch counts from its least numbers and its latest stamp");
  }
  return moved;
}

interface Shared {
  readonly atMs: number;
  readonly base: readonly number[];
  readonly next: (gap: number) => number;
}

function readShared(from: Reader): Shared {
  const [atMs, width] = [from.varint(), from.varint()];
  if (width < 1 || width > WIDTH_MAX) throw new Malformed(`${width} numbers, at most ${WIDTH_MAX}`);
  const base = Array.from({ length: width }, () => unzigzag(from.varint()));
  return { atMs, base, next: numbers() };
}

function readOne(from: Reader, { atMs, base, next }: Shared): Moved {
  const number = next(from.varint());
  const age = from.varint();
  const hasMore = age % 2 === 1;
  const [count, early] = hasMore ? [from.varint(), from.varint()] : [0, 0];
  if (hasMore && count === 0 && early === 0) throw new Malformed("nothing more, and said so");
  const wallMs = atMs - Math.floor(age / 2);
  if (wallMs < 0) throw new Malformed("a stamp before all time");
  const at = base.map((least) => least + from.varint());
  if (at.some((one) => Math.abs(one) > NUMBER_MAX)) throw new Malformed("a number is over 2^51");
  return { number, wallMs, count, early, numbers: at };
}

/** How many numbers are skipped before each. */
function gaps(): (number: number) => number {
  let last = -1;
  return (number) => {
    const gap = number - last - 1;
    last = number;
    return gap;
  };
}

function numbers(): (gap: number) => number {
  let last = -1;
  return (gap) => {
    last += gap + 1;
    if (!Number.isSafeInteger(last)) throw new Malformed("a number is over 2^53 - 1");
    return last;
  };
}

/** 0, -1, 1, -2, 2 … as 0, 1, 2, 3, 4 … */
function zigzag(value: number): number {
  if (Math.abs(value) > NUMBER_MAX) throw new RangeError(`${value} is over 2^51`);
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(value: number): number {
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}
