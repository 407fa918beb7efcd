import assert from "node:assert/strict";
import test from "node:test";
import { keptStep } from "../test/walk.ts";
import { Fan, type Hearer } from "./fan.ts";
import type { BatchListener, Flush, SignedBatch } from "./link.ts";
import { Outbound } from "./outbound.ts";
import type { Audience } from "./room.ts";
import { decodeMessage } from "./wire.ts";

class FakeHearer implements Hearer {
  readonly frames: Uint8Array[] = [];
  readonly audiences: readonly Audience[];
  readonly channel: number;

  constructor(audiences: readonly Audience[], channel = 1) {
    this.audiences = audiences;
    this.channel = channel;
  }

  deliver(frame: Uint8Array): void {
    this.frames.push(frame);
  }
}

/** Counts how often it is asked what it hears. */
class CountedHearer implements Hearer {
  readonly channel = 1;
  asked = 0;
  heard = 0;
  readonly #audiences: readonly Audience[];

  constructor(audiences: readonly Audience[]) {
    this.#audiences = audiences;
  }

  get audiences(): readonly Audience[] {
    this.asked += 1;
    return this.#audiences;
  }

  deliver(): void {
    this.heard += 1;
  }
}

class CountedOutbound extends Outbound {
  asked = 0;

  override recordsFor(audiences: readonly Audience[]) {
    this.asked += 1;
    return super.recordsFor(audiences);
  }
}

function setUp(hearers: readonly Hearer[]) {
  const listeners: ((flush: Flush) => void)[] = [];
  const state = { isStopped: false };
  const batches: BatchListener[] = [];
  const fan = new Fan({
    fence: { counter: 3, nonce: 4 },
    listenBatches: (listener) => {
      batches.push(listener);
      return () => batches.splice(0);
    },
    listen: (listener) => {
      listeners.push(listener);
      return () => (state.isStopped = true);
    },
  });
  for (const hearer of hearers) fan.add(hearer);
  const changes = new CountedOutbound();
  const flush = (isErase = false): void => {
    const [fence, erased] = [
      { counter: 3, nonce: 4 },
      { wallMs: 5, count: 6 },
    ];
    for (const hears of listeners) hears({ fence, erased, isErase, changes });
  };
  const tell = (batch: SignedBatch): void => {
    for (const { hears } of batches) hears(batch);
  };
  return { fan, changes, flush, tell, state, batches };
}

test("[M12] each hearer is sent one frame a flush, encoded once for all who hear the same", () => {
  const hearers = Array.from({ length: 50 }, () => new FakeHearer(["a", "display"]));
  const { changes, flush } = setUp(hearers);
  for (let x = 1; x <= 20; x += 1) changes.record("a", keptStep(`p${x}`, x));
  flush();
  for (const { frames } of hearers) assert.equal(frames.length, 1);
  assert.equal(new Set(hearers.map(({ frames }) => frames[0])).size, 1);
  assert.equal(changes.asked, 1);
});

test("[M12] a hearer with another channel gets the same under its own number", () => {
  const [one, two] = [new FakeHearer(["a"], 1), new FakeHearer(["a"], 2)];
  const { changes, flush } = setUp([one, two]);
  changes.record("a", keptStep("ann", 1));
  flush();
  const [first, second] = [one, two].map(({ frames }) => decodeMessage(frames[0]!));
  assert.deepEqual({ ...second, channel: 1 }, first);
});

test("[M19] a hearer hears of its audiences, and nothing is sent where nothing changed", () => {
  const [a, b] = [new FakeHearer(["a"]), new FakeHearer(["b"])];
  const { changes, flush } = setUp([a, b]);
  changes.record("a", keptStep("ann", 1));
  flush();
  assert.deepEqual([a.frames.length, b.frames.length], [1, 0]);
});

test("[M17] [M18] every frame carries the fence, and all hear of an erase", () => {
  const b = new FakeHearer(["b"]);
  const { flush } = setUp([b]);
  flush(true);
  const { counter, nonce, erasedWallMs, erasedCount } = decodeMessage(b.frames[0]!) as never;
  assert.deepEqual([counter, nonce, erasedWallMs, erasedCount], [3, 4, 5, 6]);
});

test("[M12] who has left hears nothing, and a fan without hearers says so", () => {
  const a = new FakeHearer(["a"]);
  const { fan, changes, flush, state } = setUp([a]);
  assert.equal(fan.isEmpty, false);
  fan.remove(a);
  changes.record("a", keptStep("ann", 1));
  flush();
  assert.equal(a.frames.length, 0);
  assert.equal(fan.isEmpty, true);
  fan.close();
  assert.equal(state.isStopped, true);
});

test("[M24] a fan wants batches of the audiences that somebody hears", () => {
  const hearer = new FakeHearer(["a", "feed"]);
  const { fan, batches } = setUp([hearer, new FakeHearer(["b"])]);
  const wanted = () => ["a", "b", "feed", "c"].filter((audience) => batches[0]?.wants(audience));
  assert.deepEqual(wanted(), ["a", "b", "feed"]);
  fan.remove(hearer);
  assert.deepEqual(wanted(), ["b"]);
});

test("[M24] a batch reaches all who hear its audience, whatever else they hear, as the same bytes", () => {
  const hearers = [
    new FakeHearer(["a"]),
    new FakeHearer(["a", "feed"]),
    new FakeHearer(["b"]),
    new FakeHearer(["a"], 2),
  ];
  const { tell } = setUp(hearers);
  const [body, signature] = [Uint8Array.of(1, 2), new Uint8Array(64).fill(3)];
  tell({ audience: "a", body, signature });
  const [one, two, other, third] = hearers.map(({ frames }) => frames);
  assert.deepEqual([one?.length, two?.length, other?.length, third?.length], [1, 1, 0, 1]);
  assert.equal(one?.[0], two?.[0]);
  const message = { is: "batch", channel: 1, counter: 3, nonce: 4, body, signature };
  assert.deepEqual(JSON.stringify(decodeMessage(one![0]!)), JSON.stringify(message));
  assert.deepEqual(decodeMessage(third![0]!), { ...decodeMessage(one![0]!), channel: 2 });
});

test("[M24] a batch costs those who hear it, and not all the others who hear something else", () => {
  const alone = Array.from({ length: 1_000 }, (_, i) => new CountedHearer([`${i}`, "everyone"]));
  const { tell, batches } = setUp(alone);
  for (const hearer of alone) hearer.asked = 0;
  const [body, signature] = [Uint8Array.of(1), new Uint8Array(64)];
  assert.equal(batches[0]?.wants("999"), true);
  tell({ audience: "999", body, signature });
  const sum = (of: (hearer: CountedHearer) => number) =>
    alone.reduce((all, hearer) => all + of(hearer), 0);
  assert.equal(alone[999]?.heard, 1);
  assert.equal(
    sum(({ heard }) => heard),
    1,
  );
  const asked = sum((hearer) => hearer.asked);
  assert.ok(asked <= 1, `${asked} were asked what they hear`);
});
