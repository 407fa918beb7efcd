/** What fails on this side: a connection, or whoever hears of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, openReplica, told } from "../../test/fake-peers.ts";
import { notes, places, shown } from "../../test/place.ts";
import type { SyncEvent } from "./event.ts";
import { STALLED_MS } from "./stall.ts";
import { CREDIT } from "./traffic.ts";

/** A link whose other end holds the same; `break` makes its pipe throw. */
async function echoed(onEvent: (event: SyncEvent) => void, close = () => {}) {
  const replica = await openReplica();
  const said: Uint8Array<ArrayBuffer>[] = [];
  let isBroken = false;
  const send = (bytes: Uint8Array<ArrayBuffer>) => {
    if (isBroken) throw new Error("gone");
    said.push(bytes);
  };
  const link = replica.sync.connect({ send, close }, { onEvent });
  link.take(said[0]!);
  return { ...replica, break: () => void (isBroken = true) };
}

test("[R7] a connection that fails ends alone: what is written is written, and goes to others", async () => {
  const events: SyncEvent[] = [];
  const { space, sync, ...to } = await echoed((event) => void events.push(event));
  const other = await openReplica();
  const line = connect([sync, other.sync]);
  await line.settled();
  to.break();
  await space.write(places, { person: "a", x: 1 });
  await line.settled();
  assert.deepEqual(events, [{ is: "synced" }, { is: "ended", code: "failed", reason: "gone" }]);
  assert.deepEqual([shown(space), shown(other.space)], [{ a: 1 }, { a: 1 }]);
});

test("[R7] what fails by time alone ends its link, not the process", async () => {
  const heard: string[] = [];
  const { space, timers } = await echoed(({ is }) => {
    heard.push(is);
    if (is === "stalled") throw new Error("a bug");
  });
  for (let x = 0; x <= CREDIT; x += 1) await space.write(notes, { person: "a", x });
  timers.pass(STALLED_MS + 2_000);
  assert.deepEqual(heard, ["synced", "stalled", "ended"]);
  assert.equal(timers.waiting, 0);
});

test("[R7] who throws whatever it is told has its own link ended, and nothing else", async () => {
  const [a, b, other] = [await openReplica(), await openReplica(), await openReplica()];
  const heard: string[] = [];
  const onEvent = ({ is }: SyncEvent) => {
    heard.push(is);
    if (is !== "synced") throw new Error("a bug");
  };
  const line = connect([a.sync, b.sync], [{ onEvent, mayWrite: () => "not you" }, {}]);
  await line.settled();
  const third = connect([a.sync, other.sync]);
  await third.settled();
  await b.space.write(places, { person: "b", x: 1 });
  await line.settled();
  assert.deepEqual(heard, ["synced", "rejected", "ended"]);
  assert.deepEqual(told(line.b).at(-1), "ended closed");
  await a.space.write(places, { person: "a", x: 1 });
  await third.settled();
  assert.deepEqual(shown(other.space), { a: 1 });
});

function unclosable(): never {
  throw new Error("it is closed");
}

test("[R7] a connection that does not even close ends, and nothing else", async () => {
  const events: SyncEvent[] = [];
  const { space, sync, ...to } = await echoed((event) => void events.push(event), unclosable);
  const other = await openReplica();
  const line = connect([sync, other.sync]);
  await line.settled();
  to.break();
  await space.write(places, { person: "a", x: 1 });
  await line.settled();
  const reason = "gone; and it does not close: it is closed";
  assert.deepEqual(events, [{ is: "synced" }, { is: "ended", code: "failed", reason }]);
  assert.deepEqual([shown(space), shown(other.space)], [{ a: 1 }, { a: 1 }]);
});

test("[R7] one that does not close keeps no other open", async () => {
  const { sync, timers } = await openReplica();
  const ended: SyncEvent[] = [];
  for (const _ of [1, 2]) {
    const pipe = { send: () => undefined, close: unclosable };
    sync.connect(pipe, { onEvent: (event) => void ended.push(event) });
  }
  sync.close();
  assert.deepEqual([ended.length, timers.waiting], [2, 0]);
});

function waiting(): never {
  throw new Error("a bug");
}

test("[R7] who cannot say what waits has its link ended", async () => {
  const { sync } = await openReplica();
  const ended: SyncEvent[] = [];
  const pipe = { send: () => undefined, close: () => undefined, waiting };
  const link = sync.connect(pipe, { onEvent: (event) => void ended.push(event) });
  link.take(Uint8Array.of(1));
  assert.deepEqual(ended, [{ is: "ended", code: "failed", reason: "a bug" }]);
});
