import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { Reader, Writer } from "./bytes.ts";
import { Malformed } from "./fault.ts";

const RUNS = { numRuns: 500, seed: 1 };
const number = fc.oneof(fc.maxSafeNat(), fc.nat(300));
const text = fc.string({ unit: "grapheme", maxLength: 40 });
const block = fc.uint8Array({ maxLength: 300 });

test("[R1] what was written is read, whatever its length", () => {
  const same = fc.property(number, text, block, (number, text, block) => {
    const bytes = new Writer(1).varint(number).text(text).block(block).byte(7).bytes();
    const reader = new Reader(bytes);
    assert.equal(reader.varint(), number);
    assert.equal(reader.text(1000), text);
    assert.deepEqual(reader.block(1000), block);
    assert.equal(reader.byte(), 7);
    reader.end();
  });
  fc.assert(same, RUNS);
});

test("[R1] bytes that read as a number are the ones that a writer writes", () => {
  const crowded = fc.array(fc.constantFrom(0, 1, 127, 128, 129, 255), {
    minLength: 1,
    maxLength: 10,
  });
  let taken = 0;
  const canonical = fc.property(crowded, (values) => {
    const bytes = Uint8Array.from(values);
    const reader = new Reader(bytes);
    const number = orMalformed(() => reader.varint());
    if (number === undefined) return;
    taken += 1;
    assert.deepEqual(new Writer().varint(number).bytes(), bytes.subarray(0, reader.position));
  });
  fc.assert(canonical, { numRuns: 3000, seed: 2 });
  assert.ok(taken > 1000, `${taken} numbers`);
});

test("[R1] a number has one form, and ends at 2^53 - 1", () => {
  const largest = new Writer().varint(Number.MAX_SAFE_INTEGER).bytes();
  assert.equal(new Reader(largest).varint(), Number.MAX_SAFE_INTEGER);
  const next = [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10];
  for (const bytes of [[0x80, 0x00], [0x81, 0x80, 0x00], next, Array(9).fill(0xff), []]) {
    assert.throws(() => new Reader(Uint8Array.from(bytes)).varint(), Malformed);
  }
});

test("[R1] a number of many empty bytes is refused, not read as NaN", () => {
  for (let length = 9; length <= 400; length += 1) {
    const bytes = new Uint8Array(length).fill(0x80);
    bytes[length - 1] = 1;
    assert.throws(() => new Reader(bytes).varint(), Malformed);
  }
});

test("[R1] a text is UTF-8, and keeps its byte order mark", () => {
  const malformed = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xf5, 0, 0, 0]];
  for (const bytes of malformed) {
    const written = new Writer().block(Uint8Array.from(bytes)).bytes();
    assert.throws(() => new Reader(written).text(100), Malformed);
  }
  assert.equal(new Reader(new Writer().text("\ufeffa").bytes()).text(100), "\ufeffa");
});

test("[R1] a field that ends too early or is too long is refused", () => {
  const bytes = new Writer().block(new Uint8Array(10)).bytes();
  assert.throws(() => new Reader(bytes).block(9), Malformed);
  assert.throws(() => new Reader(bytes.subarray(0, 10)).block(100), Malformed);
  const huge = new Writer().varint(Number.MAX_SAFE_INTEGER).bytes();
  assert.throws(() => new Reader(huge).block(Number.MAX_SAFE_INTEGER), Malformed);
});

test("[R1] bytes left over are refused", () => {
  const reader = new Reader(Uint8Array.of(1, 2));
  reader.byte();
  assert.throws(() => reader.end(), Malformed);
});

test("[R1] a writer refuses what no reader could read back", () => {
  for (const number of [-1, 1.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1]) {
    assert.throws(() => new Writer().varint(number), RangeError);
  }
  assert.throws(() => new Writer().text("half \ud83d"), RangeError);
});

function orMalformed<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    assert.ok(error instanceof Malformed);
    return undefined;
  }
}
