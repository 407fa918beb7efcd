import assert from "node:assert/strict";
import { test } from "node:test";
import { generateKeys, MemoryStore, openIdentity, Space, Verifier } from "@muster/replica";
import { encodeBatch, encodeMessage } from "@muster/rooms/wire";
import { placeOf, positions } from "../../model.ts";
import { SummaryTeller } from "../../summary-notes.ts";
import { Expectation } from "../expectation.ts";
import { NYSE_CONVERGE } from "../nyse-converge.ts";
import { FrameReader } from "./frame-reader.ts";

const expectation = new Expectation({ route: NYSE_CONVERGE, people: 2, ticks: 2, seed: 1 });

async function recordOf(person: string, place = expectation.at(1, 1)): Promise<Uint8Array> {
  const space = new Space({
    name: "march/m",
    models: [positions],
    store: new MemoryStore(),
    clock: { now: () => 1_800_000_000_000 },
    identity: await openIdentity(await generateKeys()),
    verifier: new Verifier(),
    lifetimeMs: 1_800_000,
  });
  return (await space.write(positions, { person, contingent: "contingent-2", place })).bytes;
}

function frameOf(records: readonly Uint8Array[], people: number): Buffer {
  const place = expectation.at(0, 0);
  const summary = { contingent: "c", people, place, radiusM: 1, speedDmS: 0, headingDeg: 0 };
  const note = new SummaryTeller().next([summary], 0, true);
  const notes = note === null ? [] : [note];
  const fence = { counter: 1, nonce: 2, erasedWallMs: 3, erasedCount: 4 };
  return Buffer.from(encodeMessage({ is: "frame", channel: 1, ...fence, records, notes }));
}

test("[S13] a frame's pins are moves of the run, or strange, and its summaries count people", async () => {
  const heard: Uint8Array[] = [];
  const reader = new FrameReader(expectation, { hear: (bytes) => heard.push(bytes) });
  const records = [await recordOf("bob"), await recordOf("dan", placeOf(0, 0))];
  const said = reader.frame(frameOf(records, 7));
  assert.deepEqual(said.moves, [{ id: "bob", person: 1, tick: 1 }]);
  assert.deepEqual(said.strange, ["dan"]);
  assert.equal(said.summarised, 7);
  assert.deepEqual(said.erased, { wallMs: 3, count: 4 });
  assert.equal(heard.length, 2);
});

test("[S13] the same bytes are read once, and bytes that only end alike are read anew", async () => {
  let heard = 0;
  const reader = new FrameReader(expectation, { hear: () => void (heard += 1) });
  const record = await recordOf("bob");
  const first = reader.frame(frameOf([record], 7));
  assert.equal(reader.frame(frameOf([record], 7)), first);
  assert.equal(heard, 1);
  const other = frameOf([record], 7);
  // The fence's counter: far from the end, by which frames are told apart.
  other[2] = 9;
  assert.notEqual(reader.frame(other), first);
  assert.equal(heard, 2);
});

test("[S13] a batch's pins are known by their numbers, also of who was named when another joined", async () => {
  const reader = new FrameReader(expectation, { hear: () => undefined });
  const named = [{ number: 3, record: await recordOf("bob") }];
  const fence = { channel: 1, counter: 1, nonce: 2 } as const;
  const standing = { nowMs: 0, erasedWallMs: 3, erasedCount: 4, records: [], notes: [] } as const;
  const head = { roll: 1, since: 0, seq: 1, gone: [] } as const;
  const said = reader.standing({
    is: "joined",
    ...fence,
    ...standing,
    nodeKey: new Uint8Array(32),
    rolls: [encodeBatch({ ...head, named, moved: [] })],
  });
  assert.deepEqual(said.moves, [{ id: "bob", person: 1, tick: 1 }]);
  const { latE7, lonE7 } = expectation.at(1, 0);
  const moved = [{ number: 3, wallMs: 5, count: 0, early: 0, numbers: [latE7, lonE7] }];
  const body = encodeBatch({ ...head, named: [], moved });
  const batch = { is: "batch", ...fence, body, signature: new Uint8Array(64) } as const;
  const read = reader.frame(Buffer.from(encodeMessage(batch)));
  assert.deepEqual(read.moves, [{ id: "bob", person: 1, tick: 0 }]);
  assert.deepEqual(read.strange, []);
});
