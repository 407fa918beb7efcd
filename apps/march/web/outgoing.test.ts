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
  const hearing = new Set<(id: string) => void>();
  const disk = { done: Promise.resolve() };
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
      unsentOf: () => [...kept],
      keepUnsent: (unsent) => {
        kept.push(unsent);
        return disk.done;
      },
      drop: (id) =>
        Promise.resolve(void kept.splice(0, kept.length, ...kept.filter((k) => k.id !== id))),
      onDropped: (listener) => {
        hearing.add(listener);
        return () => void hearing.delete(listener);
      },
    },
    now: () => 5,
    newId: () => `id${(made += 1) - 1}`,
  };
  /** Another tab puts `successors` in its place, or nothing. */
  const dropElsewhere = (id: string, ...successors: Unsent[]): void => {
    kept.splice(0, kept.length, ...kept.filter((k) => k.id !== id), ...successors);
    for (const hears of hearing) hears(id);
  };
  return { kept, written, outgoing: new Outgoing(ports), disk, dropElsewhere };
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

const waits = (id: string, value: string): Unsent => {
  return { id, march: "m", model: "notes", value, atMs: 5 };
};

test("[W69] what another tab took back is not sent by this one: what took its place is", async () => {
  const { written, outgoing, dropElsewhere } = setUp([waits("u", "a"), waits("v", "b")]);
  dropElsewhere("u", { ...waits("w", "a"), atMs: 6 }, waits("x", "c"));
  assert.deepEqual(
    written.map(({ value }) => value),
    ["a", "b", "a"],
  );
  assert.deepEqual(
    outgoing.waiting.value.map(({ id }) => id),
    ["v", "w"],
  );
  // What is made of it here is the other tab's to tell.
  written[0]!.settle({ status: "refused", code: "forbidden", reason: "it is over" });
  await new Promise(setImmediate);
  assert.deepEqual(outgoing.refused.value, []);
  dropElsewhere("w");
  dropElsewhere("unknown", waits("y", "d"));
  assert.equal(outgoing.waiting.value.length, 1);
  assert.equal(written.length, 3);
});

test("[W69] a tab that has closed the march, or replaced something itself, sends nothing twice", async () => {
  const { kept, written, outgoing, disk, dropElsewhere } = setUp([waits("u", "a")]);
  const goOn = Promise.withResolvers<void>();
  disk.done = goOn.promise;
  void outgoing.write(notes, "a");
  await new Promise(setImmediate);
  const [own] = outgoing.waiting.value;
  // Another tab drops what this one is about to send; "u" is kept still, and was replaced.
  dropElsewhere(own!.id);
  assert.deepEqual(
    kept.map(({ id }) => id),
    ["u"],
  );
  assert.equal(written.length, 1);
  outgoing.close();
  goOn.resolve();
  await new Promise(setImmediate);
  dropElsewhere("u", waits("z", "a"));
  assert.ok(outgoing.waiting.value.every(({ id }) => id !== "z"));
});
