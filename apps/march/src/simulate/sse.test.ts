import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { SseReader } from "./sse.ts";

const TEXT =
  ': here\n\nevent: positions\ndata: [{"id":"a"}]\n\ndata: one\r\ndata: two\r\n\r\nevent: erased\ndata: {}\n\n';
const EVENTS = [
  { event: "positions", data: '[{"id":"a"}]' },
  { event: "message", data: "one\ntwo" },
  { event: "erased", data: "{}" },
];

test("events are read whole, however the text is cut", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(TEXT.length), { maxLength: 12 }), (cuts) => {
      const edges = [0, ...cuts.toSorted((a, b) => a - b), TEXT.length];
      const reader = new SseReader();
      const pieces = edges.slice(1).map((end, index) => TEXT.slice(edges[index], end));
      assert.deepEqual(
        pieces.flatMap((piece) => reader.read(piece)),
        EVENTS,
      );
    }),
  );
});

test("an event that never ends is given up", () => {
  const reader = new SseReader();
  assert.throws(() => {
    for (;;) reader.read("x".repeat(1_000_000));
  }, RangeError);
});
