import assert from "node:assert/strict";
import test, { after } from "node:test";
import { openTestDatabase } from "../../../../test/postgres.ts";
import { postgres } from "../postgres.ts";
import { alive, claimed, EIGHT, join, NUMBERING, openNew } from "../store.contract.ts";
import { beginRival, waitLonger } from "./fake-rival.ts";
import { who } from "./inspect.ts";
import { migrations } from "./schema.ts";

const database = await openTestDatabase([{ name: "partition", migrations }]);
after(() => database.close());
const { pool } = database;
await waitLonger(pool);

test("[P3] a heartbeat that waited for a renumbering reads index and size of one epoch", async () => {
  const { store } = await openNew(postgres(pool), NUMBERING);
  const [first, , last] = [await join(store), await join(store), await join(store)];
  const rival = await beginRival(pool);
  await rival.query("select partition.leave($1, false)", [first.id]);
  const waiting = alive(store, last.id);
  await rival.waitedFor();
  await rival.commit();
  const { index, size, epoch } = await waiting;
  assert.deepEqual({ index, size, epoch }, { index: 0, size: 2, epoch: last.reading.epoch + 1 });
  await store.close();
});

test("[P3] people are shown when a heartbeat that waited was taken, not when it was sent", async () => {
  const { store, name } = await openNew(postgres(pool), NUMBERING);
  const { id } = await join(store);
  const rival = await beginRival(pool);
  await rival.query("select from partition.member where id = $1 for update", [id]);
  const waiting = alive(store, id);
  await rival.waitedFor();
  await rival.query("select pg_sleep(0.03)");
  const beforeMs = performance.now();
  await rival.commit();
  await waiting;
  const [seen] = await who(pool, name);
  assert.ok((seen?.seenMs ?? 0) <= performance.now() - beforeMs, `${seen?.seenMs} ms`);
  await store.close();
});

test("[P3] renewals need not reach the disk, all else must, whatever the role has by default", async () => {
  const { store } = await openNew(postgres(pool), EIGHT);
  const [{ id }, { id: other }] = [await join(store), await join(store)];
  const [owned] = await claimed(store, id, 1);
  const nonces = [owned?.fence.nonce];
  const commits: readonly [string, string, readonly unknown[]][] = [
    ["off", "beat(array[$1::uuid], array[0], array[0])", [id]],
    ["on", "agree($1, 1, false, 1)", [crypto.randomUUID()]],
    ["on", "join_group($1, 1, false, 1, '', false)", [crypto.randomUUID()]],
    ["on", "acknowledge($1, 9)", [id]],
    ["on", "claim($1, 8)", [id]],
    ["on", "claim_names($1, '{room/1}')", [id]],
    ["on", "steady($1)", [id]],
    ["on", "bury_dropped($1)", [other]],
    ["on", "release($1, $2, $3)", [id, [owned?.key], nonces]],
    ["on", "bury($1, 1, partition.timeline(), partition.started())", [other]],
    ["on", "leave($1, false)", [id]],
  ];
  for (const [expected, call, values] of commits) {
    const rival = await beginRival(pool);
    await rival.query(`set local synchronous_commit = ${expected === "on" ? "off" : "on"}`);
    await rival.query(`select partition.${call}`, values);
    const [row] = await rival.query("select current_setting('synchronous_commit') as is");
    assert.deepEqual(row, { is: expected }, call);
    await rival.commit();
  }
  await store.close();
});
