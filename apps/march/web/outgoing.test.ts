import assert from "node:assert/strict";
import { test } from "node:test";
import { latest } from "@muster/replica";
import { Fault, type Receipt } from "@muster/rooms/client";
import * as z from "zod/mini";
import type { Unsent } from "./device.ts";
import { Outgoing, type OutgoingPorts, UNSENT_MAX } from "./outgoing.ts";

const notes = latest<string>({ name: "notes", value: z.string(), key: (text) => text });

function setUp(kept: Unsent[] = [], held = new Map<string, { readonly value: string }>()) {
  const written: { readonly value: unknown; readonly settle: (receipt: Receipt) => void }[] = [];
  let made = 0;
  const ports: OutgoingPorts = {
    march: "m",
    room: {
      space: { view: () => held as never },
      write: (_model, value) =>
        new Promise((settle) => {
          written.push({ value, settle });
        }),
    },
    models: [notes],
    device: {
      unsentOf: () => kept,
      keepUnsent: (unsent) => Promise.resolve(void kept.push(unsent)),
      drop: (id) =>
        Promise.resolve(void kept.splice(0, kept.length, ...kept.filter((k) => k.id !== id))),
    },
    now: () => 5,
    newId: () => `id${(made += 1) - 1}`,
  };
  return { kept, written, outgoing: new Outgoing(ports), ports };
}

test("[W44] what is written is kept before it is sent, and dropped when the node has answered", async () => {
  const { kept, written, outgoing } = setUp();
  const taken = outgoing.write(notes, "a");
  await new Promise(setImmediate);
  assert.deepEqual(kept, [{ id: "id0", march: "m", model: "notes", value: "a", atMs: 5 }]);
  assert.equal(outgoing.waiting.value.length, 1);
  written[0]!.settle({ status: "taken" });
  assert.deepEqual(await taken, { status: "taken" });
  assert.deepEqual(kept, []);
  assert.deepEqual(outgoing.waiting.value, []);
});

test("[W44] a page that is closed before an answer writes it again when it is opened", async () => {
  const { kept, written, outgoing } = setUp();
  const closed = outgoing.write(notes, "a");
  await new Promise(setImmediate);
  written[0]!.settle({ status: "refused", code: "unknown_outcome", reason: "closed" });
  assert.equal((await closed).status, "refused");
  assert.equal(kept.length, 1);
  const next = setUp(kept);
  assert.deepEqual(
    next.written.map(({ value }) => value),
    ["a"],
  );
  next.written[0]!.settle({ status: "refused", code: "expired", reason: "too late" });
  await new Promise(setImmediate);
  assert.deepEqual(kept, []);
});

test("[W44] more than a hundred waiting are refused by name", async () => {
  const { outgoing } = setUp();
  for (let i = 0; i < UNSENT_MAX; i += 1) void outgoing.write(notes, `n${i}`);
  await assert.rejects(outgoing.write(notes, "one more"), (error) => {
    return error instanceof Fault && error.code === "too_many";
  });
});

test("[W53] what the node refused is told until it is put away, also of a page before", async () => {
  const { kept, written, outgoing } = setUp();
  void outgoing.write(notes, "a");
  await new Promise(setImmediate);
  const next = setUp(kept);
  next.written[0]!.settle({ status: "refused", code: "forbidden", reason: "this alert is over" });
  written[0]!.settle({ status: "taken" });
  await new Promise(setImmediate);
  assert.deepEqual(outgoing.refused.value, []);
  const [refused, ...more] = next.outgoing.refused.value;
  assert.deepEqual(more, []);
  assert.equal(refused?.value, "a");
  assert.equal(refused?.reason, "this alert is over");
  next.outgoing.dismiss(refused);
  assert.deepEqual(next.outgoing.refused.value, []);
});

test("[W53] what the march has is not called refused: the answer to the page before was lost", async () => {
  const { kept } = setUp();
  kept.push({ id: "u", march: "m", model: "notes", value: "a", atMs: 5 });
  const { written, outgoing } = setUp(kept, new Map([["a", { value: "a" }]]));
  const reason = "it was said once, and cannot be changed";
  written[0]!.settle({ status: "refused", code: "forbidden", reason });
  await new Promise(setImmediate);
  assert.deepEqual([outgoing.refused.value, kept], [[], []]);
});

test("[W44] of what has one key only the last waits, and it may replace one of a full hundred", async () => {
  const { kept, outgoing } = setUp();
  for (let i = 0; i < UNSENT_MAX; i += 1) void outgoing.write(notes, `n${i}`);
  void outgoing.write(notes, "n0");
  await new Promise(setImmediate);
  assert.equal(outgoing.waiting.value.length, UNSENT_MAX);
  assert.equal(outgoing.waiting.value.at(-1)?.value, "n0");
  assert.equal(kept.filter(({ value }) => value === "n0").length, 1);
});
