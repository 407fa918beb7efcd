import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import * as fc from "fast-check";
import { Malformed } from "../fault.ts";
import { FRAME_BYTES_MAX, Frames, frame } from "./frames.ts";
import { decodeMessage, encodeMessage, type Message, SCHEMA, SYNC_VERSION } from "./wire.ts";

const SEED = 20_26;

const digest = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });
const slot = fc.oneof(fc.nat(300), fc.nat(200_000_000));
/** Rising, and apart from each other by at least `gap`. */
const rising = (gap: number) =>
  fc.array(fc.tuple(fc.nat(50), fc.nat(9)), { maxLength: 6 }).map((steps) => {
    let next = 1;
    return steps.map(([skip, more]) => {
      const range = { from: next + skip, to: next + skip + more };
      next = range.to + gap;
      return range;
    });
  });
const authors = fc
  .uniqueArray(digest, { maxLength: 4 })
  .chain((marks) =>
    fc.tuple(
      ...marks
        .toSorted((a, b) => (a < b ? -1 : 1))
        .map((author) => rising(2).map((ranges) => ({ author, ranges }))),
    ),
  );
const bySlot = <T>(item: fc.Arbitrary<T>) =>
  fc
    .array(fc.tuple(slot, item), { maxLength: 4 })
    .map((items) =>
      [...new Map(items)].toSorted(([a], [b]) => a - b).map(([at, of]) => ({ at, of })),
    );
const FIELDS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  n: fc.maxSafeNat(),
  d: digest,
  r: fc.uint8Array({ maxLength: 60 }),
  s: bySlot(digest).map((items) => items.map(({ at, of }) => ({ slot: at, digest: of }))),
  v: bySlot(authors).map((items) => items.map(({ at, of }) => ({ slot: at, authors: of }))),
};
const messages = fc.oneof(
  ...Object.entries(SCHEMA).map(([is, { fields }]) =>
    fc.record({
      is: fc.constant(is),
      ...Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, FIELDS[type]!])),
    }),
  ),
) as fc.Arbitrary<unknown> as fc.Arbitrary<Message>;

function readOrRefuse(bytes: Uint8Array): Message | null {
  try {
    return decodeMessage(bytes);
  } catch (error) {
    assert.ok(error instanceof Malformed, String(error));
    return null;
  }
}

test("[R41] the grammar has not changed without its version", () => {
  const hash = createHash("sha256").update(JSON.stringify(SCHEMA)).digest("hex");
  assert.deepEqual(
    { version: SYNC_VERSION, hash },
    { version: 1, hash: "fa9204dca9b07d18f904f56be29bf9aaa1e7318f12712fee9dbebd3f335aa2c8" },
    "another grammar is another SYNC_VERSION",
  );
});

test("[R41] every message is read as it was written", () => {
  fc.assert(
    fc.property(messages, (message) => {
      const read = decodeMessage(encodeMessage(message));
      const plain = message.is === "record" ? { ...message, bytes: message.bytes } : message;
      assert.deepEqual(structuredClone(read), structuredClone(plain));
    }),
    { seed: SEED, numRuns: 500 },
  );
});

test("[R41] flipped, cut or appended bytes are another message of one encoding, or refused", () => {
  let refused = 0;
  const change = fc.record({ at: fc.nat(), flip: fc.integer({ min: 1, max: 255 }), cut: fc.nat() });
  fc.assert(
    fc.property(messages, change, (message, { at, flip, cut }) => {
      const bytes = encodeMessage(message);
      const flipped = bytes.slice();
      flipped[at % bytes.length]! ^= flip;
      const short = bytes.subarray(0, cut % bytes.length);
      for (const each of [flipped, short, new Uint8Array([...bytes, flip])]) {
        const read = readOrRefuse(each);
        refused += Number(read === null);
        if (read !== null) assert.deepEqual([...encodeMessage(read)], [...each]);
      }
    }),
    { seed: SEED, numRuns: 2_000 },
  );
  assert.ok(refused > 2_000, `${refused} refused`);
});

test("[R41] any bytes are a message or refused, and a count that they cannot hold takes no memory", () => {
  fc.assert(
    fc.property(fc.nat(12), fc.uint8Array({ maxLength: 200 }), (code, rest) => {
      readOrRefuse(new Uint8Array([code, ...rest]));
    }),
    { seed: SEED, numRuns: 5_000 },
  );
  const huge = [255, 255, 255, 4];
  const before = process.memoryUsage().heapUsed;
  for (const code of [3, 4, 5]) {
    const head = code === 3 ? [...new Uint8Array(16), 1, 0, 0] : [1];
    assert.equal(readOrRefuse(new Uint8Array([code, ...head, ...huge])), null);
  }
  assert.ok(process.memoryUsage().heapUsed - before < 5_000_000);
});

test("[R41] authors rise, so that one list has one encoding", () => {
  const seen = [1n, 2n].map((author) => ({ author, ranges: [{ from: 1, to: 1 }] }));
  const list = (authors: typeof seen) =>
    encodeMessage({ is: "ask", last: 1, seen: [{ slot: 1, authors }] });
  assert.notEqual(readOrRefuse(list(seen)), null);
  assert.equal(readOrRefuse(list(seen.toReversed())), null);
  assert.equal(readOrRefuse(list([seen[0]!, seen[0]!])), null);
});

test("[R41] frames come out whole, wherever the stream was cut", () => {
  const stream = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 8 });
  const cuts = fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 60 });
  fc.assert(
    fc.property(stream, cuts, (messages, sizes) => {
      const bytes = new Uint8Array(messages.flatMap((each) => [...frame(each)]));
      const frames = new Frames();
      const out: number[][] = [];
      let at = 0;
      for (const size of [...sizes, bytes.length]) {
        const chunk = bytes.slice(at, at + size);
        for (const each of frames.take(chunk)) out.push([...each]);
        // A chunk belongs to whoever gave it.
        chunk.fill(0);
        at += size;
      }
      assert.deepEqual(
        out,
        messages.map((each) => [...each]),
      );
    }),
    { seed: SEED, numRuns: 500 },
  );
});

test("[R41] a length that no frame has is refused before anything is kept of it", () => {
  for (const bad of [
    [0],
    [0x81, 0],
    [0x80, 0],
    [0xff, 0xff, 0x7f],
    [0x81, 0x80, 4],
    [0x80, 0x80, 0x80],
  ]) {
    assert.throws(() => [...new Frames().take(new Uint8Array(bad))], Malformed, bad.join());
  }
  const longest = frame(new Uint8Array(FRAME_BYTES_MAX));
  assert.equal([...new Frames().take(longest)][0]?.length, FRAME_BYTES_MAX);
  assert.throws(() => frame(new Uint8Array(FRAME_BYTES_MAX + 1)), RangeError);
});

test("[R41] the page on the wire has the message and the fields of each", async () => {
  const page = await readFile(
    new URL("../../../../docs/spec/replica-wire.md", import.meta.url),
    "utf8",
  );
  for (const [name, { code, fields }] of Object.entries(SCHEMA)) {
    const listed = Object.entries(fields).map(([field, type]) => `${field} ${type}`);
    const row = `| ${code} | \`${name}\` | ${listed.length === 0 ? "nothing" : listed.join(", ")} |`;
    assert.ok(page.includes(row), row);
  }
});
