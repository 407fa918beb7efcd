import assert from "node:assert/strict";
import { test } from "node:test";
import { Claims } from "./claims.ts";
import { Fault } from "./fault.ts";
import type { Owned } from "./group.ts";
import type { Event } from "./state.ts";
import type { MemberId } from "./store.ts";

function setUp() {
  const events: Event[] = [];
  const claims = new Claims<null>((event) => void events.push(event));
  return { events, claims };
}

const owned = (key: string) => ({ key }) as Owned<null>;
const elsewhere = { key: "room", owner: "m-1" as MemberId, label: "p" };

test("[P8] a claim is answered when the key may be used, or when another has it", async () => {
  const { claims, events } = setUp();
  const [mine, same, other] = [
    claims.claim("a", undefined),
    claims.claim("a", undefined),
    claims.claim("room", undefined),
  ];
  await Promise.resolve();
  // Two that wait for one key ask once, and all of one moment together.
  assert.deepEqual(events, [{ kind: "want", keys: ["a", "room"] }]);
  claims.named({ key: "a", fence: { timeline: 1, counter: 1, nonce: 1 } });
  claims.named(elsewhere);
  assert.deepEqual(await other, elsewhere);
  claims.owned(owned("a"));
  assert.deepEqual([await mine, await same], [owned("a"), owned("a")]);
});

test("[P8] a member that died asks again for what is waited for, and owes no release", async () => {
  const { claims, events } = setUp();
  const claimed = claims.claim("a", undefined);
  const released = claims.release("b");
  await Promise.resolve();
  events.length = 0;
  claims.askAgain();
  await released;
  assert.deepEqual(events, [{ kind: "want", keys: ["a"] }]);
  claims.owned(owned("a"));
  await claimed;
});

test("[P8] a release is answered once the key is given back", async () => {
  const { claims, events } = setUp();
  const settled: string[] = [];
  const released = claims.release("a").then(() => settled.push("a"));
  claims.released(["b"]);
  await Promise.resolve();
  assert.deepEqual([settled, events], [[], [{ kind: "unwant", keys: ["a"] }]]);
  claims.released(["a"]);
  await released;
});

test("[P8] a claim ends with its signal or with the membership", async () => {
  const { claims } = setUp();
  const abort = new AbortController();
  const [aborted, waiting] = [claims.claim("a", abort.signal), claims.claim("a", undefined)];
  abort.abort(new Error("enough"));
  await assert.rejects(aborted, /enough/);
  await assert.rejects(claims.claim("a", abort.signal), /enough/);
  claims.end(new Fault("left", "gone"));
  await assert.rejects(waiting, { code: "left" });
});

test("[P14] no more than 10,000 claims wait", async () => {
  const { claims } = setUp();
  const waiting = Array.from({ length: 10_000 }, (_, n) => claims.claim(`room/${n}`, undefined));
  const refused = claims.claim("one more", undefined);
  claims.end(new Fault("left", "gone"));
  await assert.rejects(refused, { code: "too_many" });
  for (const each of waiting) await assert.rejects(each, { code: "left" });
});
