/**
 * What was seen in slots, on the wire: for each slot how many are skipped before it, then its
 * authors in rising order, each with its ranges: how many numbers are missing before a range, less
 * one where a gap must be, and how many it has, less one. So one list has one encoding.
 */
import type { Reader, Writer } from "../bytes.ts";
import { DIGEST_BYTES, readDigest, writeDigest } from "../digest.ts";
import { Malformed } from "../fault.ts";
import type { Range } from "./ranges.ts";
import { rising } from "./wire-slots.ts";

export interface AuthorSeen {
  /** `authorMark` of it. */
  readonly author: bigint;
  /** Rising, and apart from each other. */
  readonly ranges: readonly Range[];
}

export interface SlotSeen {
  readonly slot: number;
  /** Rising. */
  readonly authors: readonly AuthorSeen[];
}

const SLOT_BYTES_MIN = 2;
const AUTHOR_BYTES_MIN = DIGEST_BYTES + 1;
const RANGE_BYTES_MIN = 2;

export function writeSeen(to: Writer, seen: readonly SlotSeen[]): void {
  to.varint(seen.length);
  let next = 0;
  for (const { slot, authors } of seen) {
    to.varint(slot - next).varint(authors.length);
    next = slot + 1;
    for (const { author, ranges } of authors) {
      writeDigest(to, author);
      writeRanges(to, ranges);
    }
  }
}

export function readSeen(from: Reader): readonly SlotSeen[] {
  let next = 0;
  return from.list(() => {
    const slot = rising(next, from.varint());
    next = slot + 1;
    return { slot, authors: readAuthors(from) };
  }, SLOT_BYTES_MIN);
}

function readAuthors(from: Reader): readonly AuthorSeen[] {
  let before = -1n;
  return from.list(() => {
    const author = readDigest(from);
    if (author <= before) throw new Malformed("authors are not in order");
    before = author;
    return { author, ranges: readRanges(from) };
  }, AUTHOR_BYTES_MIN);
}

function writeRanges(to: Writer, ranges: readonly Range[]): void {
  to.varint(ranges.length);
  let next = 1;
  for (const range of ranges) {
    to.varint(range.from - next).varint(range.to - range.from);
    next = range.to + 2;
  }
}

function readRanges(from: Reader): readonly Range[] {
  let next = 1;
  return from.list(() => {
    const low = rising(next, from.varint());
    const high = rising(low, from.varint());
    next = high + 2;
    return { from: low, to: high };
  }, RANGE_BYTES_MIN);
}
