import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import test from "node:test";
import { Malformed } from "@muster/replica";
import * as fc from "fast-check";
import {
  decodeMessage,
  encodeMessage,
  type Message,
  type MessageName,
  SCHEMA,
  WIRE_VERSION,
} from "./wire.ts";

const SEED = 20_26;

const bytes = fc.uint8Array({ maxLength: 40 });
const FIELDS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  n: fc.maxSafeNat(),
  t: fc.string({ unit: "grapheme", maxLength: 20 }),
  b: bytes,
  r: fc.array(bytes, { maxLength: 4 }),
  o: fc.array(fc.record({ name: fc.string({ maxLength: 9 }), body: bytes }), { maxLength: 3 }),
  k: fc.array(fc.record({ roll: fc.maxSafeNat(), seq: fc.maxSafeNat() }), { maxLength: 3 }),
  l: bytes,
  m: fc.array(bytes, { maxLength: 3 }),
  s: fc.uint8Array({ minLength: 64, maxLength: 64 }),
};

const messages = fc.oneof(
  ...Object.entries(SCHEMA).map(([is, { fields }]) =>
    fc.record({
      is: fc.constant(is),
      ...Object.fromEntries(Object.entries(fields).map(([name, type]) => [name, FIELDS[type]!])),
    }),
  ),
) as fc.Arbitrary<unknown> as fc.Arbitrary<Message>;

/** Whatever it is, it is read as a message or refused as `Malformed`. */
function readOrRefuse(frame: Uint8Array): Message | null {
  try {
    return decodeMessage(frame);
  } catch (error) {
    assert.ok(error instanceof Malformed, String(error));
    return null;
  }
}

test("[M20] the grammar has not changed without its version", () => {
  const hash = createHash("sha256").update(JSON.stringify(SCHEMA)).digest("hex");
  assert.deepEqual(
    { version: WIRE_VERSION, hash },
    { version: 2, hash: "001a07270b7d5ceaf1b7267ce38159745b995b2615bd7ba6da540a5117422665" },
    "another grammar is another WIRE_VERSION",
  );
});

test("[M20] every message is read as it was written", () => {
  fc.assert(
    fc.property(messages, (message) => {
      assert.deepEqual(
        JSON.stringify(decodeMessage(encodeMessage(message))),
        JSON.stringify(message),
      );
    }),
    { seed: SEED, numRuns: 500 },
  );
});

test("[M20] flipped bytes are another message of one encoding, or refused", () => {
  fc.assert(
    fc.property(messages, fc.nat(), fc.integer({ min: 1, max: 255 }), (message, at, flip) => {
      const frame = encodeMessage(message);
      frame[at % frame.length]! ^= flip;
      const read = readOrRefuse(frame);
      if (read !== null) assert.deepEqual([...encodeMessage(read)], [...frame]);
    }),
    { seed: SEED, numRuns: 1_000 },
  );
});

test("[M20] a message cut short is refused, and so is one with bytes appended", () => {
  fc.assert(
    fc.property(messages, fc.nat(), (message, at) => {
      const frame = encodeMessage(message);
      assert.equal(readOrRefuse(frame.subarray(0, at % frame.length)), null);
      assert.equal(readOrRefuse(Uint8Array.of(...frame, 0)), null);
    }),
    { seed: SEED, numRuns: 500 },
  );
});

test("[M20] noise is refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => void readOrRefuse(noise)),
    { seed: SEED, numRuns: 1_000 },
  );
});

test("[M20] a list is not longer than its bytes: a count allocates nothing", () => {
  const empty: Message<"frame"> = {
    is: "frame",
    channel: 1,
    counter: 1,
    nonce: 1,
    erasedWallMs: 0,
    erasedCount: 0,
    records: [],
    notes: [],
  };
  const lies = [...encodeMessage(empty).subarray(0, -2), 0x9f, 0x8d, 0x06, 0];
  // Refused for its count, before any of its items is looked for.
  assert.throws(() => decodeMessage(Uint8Array.from(lies)), /a list of 99999 items/);
});

test("[M20] nothing is written that no reader would take", () => {
  const long = new Uint8Array(65_537);
  const call: Message<"call"> = { is: "call", channel: 1, request: 1, name: "x", args: long };
  assert.throws(() => encodeMessage(call), RangeError);
});

test("[M20] the specification lists every message with its number and fields", async () => {
  const spec = await readFile(new URL("../../../docs/spec/rooms-wire.md", import.meta.url), "utf8");
  for (const name of Object.keys(SCHEMA) as MessageName[]) {
    const { code, fields } = SCHEMA[name];
    const said = Object.entries(fields).map(([field, type]) => `${field} ${type}`);
    const line = `| ${code} | \`${name}\` | ${said.join(", ") || "nothing"} |`;
    assert.ok(spec.includes(line), `docs/spec/rooms-wire.md lacks: ${line}`);
  }
  assert.ok(spec.includes(`Version ${WIRE_VERSION}`));
});
