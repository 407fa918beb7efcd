import assert from "node:assert/strict";
import test from "node:test";
import { Malformed, Writer } from "@muster/replica";
import * as fc from "fast-check";
import { type Batch, decodeBatch, encodeBatch, type Moved } from "./batch.ts";

const SEED = 24_026;

const rising = fc
  .uniqueArray(fc.nat(5_000), { maxLength: 6 })
  .map((all) => all.sort((a, b) => a - b));

const batches: fc.Arbitrary<Batch> = fc
  .record({
    roll: fc.maxSafeNat(),
    states: fc.tuple(fc.maxSafeNat(), fc.maxSafeNat()),
    namedAt: rising,
    gone: rising,
    movedAt: rising,
    width: fc.integer({ min: 1, max: 8 }),
    record: fc.uint8Array({ maxLength: 30 }),
    numbers: fc.array(fc.integer({ min: -(2 ** 51), max: 2 ** 51 }), {
      minLength: 48,
      maxLength: 48,
    }),
    stamps: fc.array(fc.tuple(fc.nat(2 ** 31), fc.nat(3), fc.nat(2)), {
      minLength: 6,
      maxLength: 6,
    }),
  })
  .map(({ roll, states, namedAt, gone, movedAt, width, record, numbers, stamps }) => ({
    roll,
    since: Math.min(...states),
    seq: Math.max(...states),
    named: namedAt.map((number) => ({ number, record })),
    gone,
    moved: movedAt.map((number, index): Moved => {
      const [wallMs, count, early] = stamps[index]!;
      const at = numbers.slice(index * 8, index * 8 + width).map((one) => Math.floor(one / 2));
      return { number, wallMs, count, early, numbers: at };
    }),
  }));

/** Whatever it is, it is read as a batch or refused as `Malformed`. */
function readOrRefuse(bytes: Uint8Array): Batch | null {
  try {
    return decodeBatch(bytes);
  } catch (error) {
    assert.ok(error instanceof Malformed, String(error));
    return null;
  }
}

test("[M26] every batch is read as it was written", () => {
  fc.assert(
    fc.property(batches, (batch) => {
      assert.deepEqual(JSON.stringify(decodeBatch(encodeBatch(batch))), JSON.stringify(batch));
    }),
    { seed: SEED, numRuns: 500 },
  );
});

test("[M26] flipped bytes are another batch of one encoding, or refused", () => {
  let refused = 0;
  fc.assert(
    fc.property(batches, fc.nat(), fc.integer({ min: 1, max: 255 }), (batch, at, flip) => {
      const bytes = encodeBatch(batch);
      bytes[at % bytes.length]! ^= flip;
      const read = readOrRefuse(bytes);
      if (read !== null) assert.deepEqual([...encodeBatch(read)], [...bytes]);
      refused += read === null ? 1 : 0;
    }),
    { seed: SEED, numRuns: 2_000 },
  );
  assert.ok(refused > 200, `${refused} refused`);
});

test("[M26] a batch cut short is refused, and so is one with bytes appended, and noise", () => {
  fc.assert(
    fc.property(batches, fc.nat(), fc.uint8Array({ maxLength: 99 }), (batch, at, noise) => {
      const bytes = encodeBatch(batch);
      assert.equal(readOrRefuse(bytes.subarray(0, at % bytes.length)), null);
      assert.equal(readOrRefuse(Uint8Array.of(...bytes, 0)), null);
      readOrRefuse(noise);
    }),
    { seed: SEED, numRuns: 500 },
  );
});

const NINE = [0, 0, 0, 0, 0, 0, 0, 0, 0];
const head = (...numbers: number[]): Writer =>
  numbers.reduce((to, one) => to.varint(one), new Writer());

test("[M26] what no writer writes is refused: not the least, not the latest, nothing more, back", () => {
  // roll, since, seq, named, gone, moved: 1, atMs, width, base, gap, age, offset
  const control = head(1, 0, 1, 0, 0, 1, 500, 1, 10, 0, 0, 0).bytes();
  assert.deepEqual(decodeBatch(control).moved, [
    { number: 0, wallMs: 500, count: 0, early: 0, numbers: [5] },
  ]);
  const wrong = {
    least: head(1, 0, 1, 0, 0, 1, 500, 1, 10, 0, 0, 1),
    latest: head(1, 0, 1, 0, 0, 1, 500, 1, 10, 0, 2, 0),
    more: head(1, 0, 1, 0, 0, 1, 500, 1, 10, 0, 1, 0, 0, 0),
    before: head(1, 0, 1, 0, 0, 1, 500, 1, 10, 0, 1_002, 0),
    width: head(1, 0, 1, 0, 0, 1, 500, 9, ...NINE, 0, 0, ...NINE),
    none: head(1, 0, 1, 0, 0, 1, 500, 0, 0, 0),
    back: head(1, 2, 1, 0, 0, 0),
    far: head(1, 0, 1, 0, 0, 1, 500, 1, 2 ** 53 - 1, 0, 0, 0),
  };
  for (const [name, bytes] of Object.entries(wrong)) {
    assert.equal(readOrRefuse(bytes.bytes()), null, name);
  }
});

test("[M26] a list is not longer than its bytes: a count allocates nothing", () => {
  assert.throws(() => decodeBatch(head(1, 0, 1, 99_999).bytes()), /a list of 99999 items/);
  assert.throws(() => decodeBatch(head(1, 0, 1, 0, 99_999).bytes()), /a list of 99999 items/);
  assert.throws(() => decodeBatch(head(1, 0, 1, 0, 0, 99_999).bytes()), /a list of 99999 items/);
});

test("[M26] numbers that no reader takes are not written", () => {
  const moved = [{ number: 0, wallMs: 1, count: 0, early: 0, numbers: [2 ** 52] }];
  const batch = { roll: 1, since: 0, seq: 1, named: [], gone: [], moved };
  assert.throws(() => encodeBatch(batch), RangeError);
});
