import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { newTables } from "../test/hand-member.ts";
import { quotaOf } from "./quota.ts";
import type { MemberId } from "./store.ts";
import type { Tables } from "./tables.ts";

const SETTINGS = { partitions: 12, fenced: false };

function join(tables: Tables) {
  const answer = tables.execute({ kind: "join" }, "p");
  return answer.kind === "join" ? answer.value : assert.fail(answer.kind);
}

function beat(tables: Tables, id: MemberId) {
  const answer = tables.execute({ kind: "beat", id, width: 9, load: 0 });
  return answer.kind === "beat" ? answer.value : assert.fail(answer.kind);
}

function claim(tables: Tables, id: MemberId, quota: number) {
  const answer = tables.execute({ kind: "claim", id, quota });
  if (answer.kind !== "claim" || answer.value === null) assert.fail("no claim");
  return answer.value;
}

const keysOf = (owned: readonly { readonly key: string }[]) => owned.map(({ key }) => key);

test("[P1] a joiner has the last index, a new epoch that it has acknowledged, and a new id", () => {
  const tables = newTables(SETTINGS);
  const ids = new Set<MemberId>();
  for (const size of [1, 2, 3]) {
    const { id, reading } = join(tables);
    ids.add(id);
    assert.deepEqual([reading.index, reading.size, reading.epoch], [size - 1, size, size]);
    assert.equal(tables.permits(id, size), true);
  }
  for (const id of Array.from(ids)) {
    tables.execute({ kind: "leave", id });
    ids.add(join(tables).id);
  }
  assert.equal(ids.size, 6);
});

test("[P2] whoever leaves, indices stay 0 to size - 1 and at most one survivor is renumbered", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.nat(), (size, any) => {
      const tables = newTables(SETTINGS);
      const ids = Array.from({ length: size }, () => join(tables).id);
      const leaver = ids[any % size] ?? assert.fail();
      tables.execute({ kind: "leave", id: leaver });
      assert.equal(beat(tables, leaver), null);
      const survivors = ids.filter((id) => id !== leaver);
      const indices = survivors.map((id) => beat(tables, id)?.index);
      assert.deepEqual(new Set(indices), new Set(indices.keys()));
      const moved = survivors.filter((id, at) => indices[at] !== ids.indexOf(id));
      assert.ok(moved.length <= 1);
      assert.ok(survivors.every((id) => beat(tables, id)?.epoch === size + 1));
    }),
  );
});

test("[P3] a heartbeat raises the counter, and reads the state after it", () => {
  const tables = newTables(SETTINGS);
  const [first, second] = [join(tables).id, join(tables).id];
  assert.deepEqual(
    [1, 2].map(() => beat(tables, first) && beat(tables, second)?.watched[0]?.counter),
    [2, 3],
  );
  assert.equal(beat(tables, "m-nobody" as MemberId), null);
});

test("[P5] a burial happens only while the counter stands, in the same database", () => {
  const tables = newTables(SETTINGS);
  const [id, suspect] = [join(tables).id, join(tables).id];
  const { server } = tables;
  const bury = (counter: number, at = server) =>
    tables.execute({ kind: "bury", id, suspect: { id: suspect, counter, server: at } }).value;
  beat(tables, suspect);
  assert.equal(bury(1), false);
  assert.equal(bury(2, { ...server, session: "s0" }), false);
  assert.equal(bury(2, { ...server, timeline: 0 }), false);
  assert.equal(beat(tables, suspect)?.size, 2);
  assert.equal(bury(3), true);
  assert.equal(beat(tables, suspect), null);
});

test("[P16] a dropped connection is reason enough only where every effect is fenced", () => {
  for (const fenced of [false, true]) {
    const tables = newTables({ ...SETTINGS, fenced });
    const [id, suspect] = [join(tables).id, join(tables).id];
    const request = { kind: "bury", id, suspect: { id: suspect, dropped: true } } as const;
    assert.equal(tables.execute(request).value, fenced);
  }
});

test("[P8] a claim takes what is free and no more than the quota, and says all that is held", () => {
  const tables = newTables(SETTINGS);
  const [first, second] = [join(tables).id, join(tables).id];
  const mine = claim(tables, first, 8);
  assert.equal(mine.length, 8);
  assert.deepEqual(claim(tables, first, 8), mine);
  assert.deepEqual(claim(tables, first, 0), mine);
  assert.equal(claim(tables, second, 12).length, 4);
  tables.execute({ kind: "leave", id: first });
  const all = claim(tables, second, 12);
  assert.equal(all.length, 12);
  const again = all.find(({ key }) => key === mine[0]?.key);
  assert.ok((again?.fence.counter ?? 0) > (mine[0]?.fence.counter ?? 0));
  assert.notEqual(again?.fence.nonce, mine[0]?.fence.nonce);
});

test("[P8] a name belongs to whoever was first, until it is released or that member is out", () => {
  const tables = newTables(SETTINGS);
  const [first, second] = [join(tables).id, join(tables).id];
  const ask = (id: MemberId) => {
    const answer = tables.execute({ kind: "claimNames", id, keys: ["room"] });
    return answer.kind === "claimNames" ? answer.value?.[0] : undefined;
  };
  const got = ask(first) ?? assert.fail();
  if (!("fence" in got)) assert.fail("it was free");
  assert.deepEqual(ask(first), got);
  assert.deepEqual(ask(second), { key: "room", owner: first, label: "p" });
  tables.execute({ kind: "release", id: first, keys: [got] });
  assert.ok("fence" in (ask(second) ?? {}));
  // Late, of an ownership that has ended.
  tables.execute({ kind: "release", id: first, keys: [got] });
  assert.deepEqual(ask(first), { key: "room", owner: second, label: "p" });
  tables.execute({ kind: "leave", id: second });
  assert.ok("fence" in (ask(first) ?? {}));
});

test("[P9] a fence is good until the key has another owner, dead or alive", () => {
  const tables = newTables(SETTINGS);
  const [first, second] = [join(tables).id, join(tables).id];
  const [mine] = claim(tables, first, 1);
  if (mine === undefined) assert.fail();
  tables.execute({ kind: "leave", id: first });
  assert.equal(tables.holds(first, mine), true);
  assert.ok(keysOf(claim(tables, second, 12)).includes(mine.key));
  assert.equal(tables.holds(first, mine), false);
  assert.equal(tables.holds(second, mine), false);
});

test("[P13] a permit is for the epoch acknowledged last, and ends with the member", () => {
  const tables = newTables(SETTINGS);
  const [first] = [join(tables).id, join(tables).id];
  assert.deepEqual([beat(tables, first)?.everyone, tables.permits(first, 1)], [1, true]);
  tables.execute({ kind: "acknowledge", id: first, epoch: 2 });
  assert.deepEqual([beat(tables, first)?.everyone, tables.permits(first, 1)], [2, false]);
  // Late: an epoch is never taken back.
  tables.execute({ kind: "acknowledge", id: first, epoch: 1 });
  assert.equal(tables.permits(first, 2), true);
  tables.execute({ kind: "leave", id: first });
  assert.equal(tables.permits(first, 2), false);
});

test("[P15] the first to join on a new timeline removes all others, and nothing is steady there", () => {
  const tables = newTables(SETTINGS);
  const [old] = [join(tables).id, join(tables).id];
  tables.server = { timeline: 2, session: "s2" };
  assert.equal(beat(tables, old)?.steady, false);
  const { id, reading } = join(tables);
  assert.deepEqual([reading.index, reading.size, reading.steady], [0, 1, false]);
  assert.equal(beat(tables, old), null);
  tables.execute({ kind: "steady", id: old });
  assert.equal(beat(tables, id)?.steady, false);
  tables.execute({ kind: "steady", id });
  assert.equal(beat(tables, id)?.steady, true);
});

test("[P11] from any settled state a join or a leave moves no more than the least possible", () => {
  const tables = newTables(SETTINGS);
  const ids = Array.from({ length: 3 }, () => join(tables).id);
  for (const [index, id] of ids.entries()) claim(tables, id, quotaOf(12, 3, index));
  const before = ids.map((id) => keysOf(claim(tables, id, 0)));
  tables.execute({ kind: "leave", id: ids[0] ?? assert.fail() });
  const after = [ids[2], ids[1]].map((id, index) =>
    claim(tables, id ?? assert.fail(), quotaOf(12, 2, index)),
  );
  assert.ok(before[2]?.every((key) => keysOf(after[0] ?? []).includes(key)));
  assert.ok(before[1]?.every((key) => keysOf(after[1] ?? []).includes(key)));
});
