import assert from "node:assert/strict";
import test, { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openTestDatabase } from "../../../../test/postgres.ts";
import { postgres } from "../postgres.ts";
import { alive, asked, beat, EIGHT, join, openNew } from "../store.contract.ts";
import { beginRival, waitLonger } from "./fake-rival.ts";
import { migrations } from "./schema.ts";

const database = await openTestDatabase([{ name: "partition", migrations }]);
after(() => database.close());
const { pool } = database;
await waitLonger(pool);

const FENCED = { partitions: 4, fenced: true };

test("[P5] a watch of before a restart of the database buries nobody", async () => {
  const { store } = await openNew(postgres(pool), EIGHT);
  const { id } = await join(store);
  const { id: other } = await join(store);
  const { watched, server } = await alive(store, id);
  const { counter } = watched[0]!;
  const bury = (session: string) => {
    const suspect = { id: other, counter, server: { ...server, session } };
    return asked<"bury">(store, { kind: "bury", id, suspect });
  };
  const [, connection] = server.session.split("/");
  assert.equal(await bury(`1700000000.5/${connection}`), false);
  assert.equal(await bury(server.session), true);
  await store.close();
});

test("[P5] a burial that waited for a heartbeat finds that the counter moved", async () => {
  const { store } = await openNew(postgres(pool), EIGHT);
  const { id } = await join(store);
  const { id: other } = await join(store);
  const { watched, server } = await alive(store, id);
  const rival = await beginRival(pool);
  await rival.query("select partition.beat(array[$1::uuid], array[0], array[0])", [other]);
  const suspect = { id: other, counter: watched[0]!.counter, server };
  const waiting = asked<"bury">(store, { kind: "bury", id, suspect });
  await rival.waitedFor();
  await rival.commit();
  assert.equal(await waiting, false);
  assert.ok((await beat(store, other)) !== null);
  await store.close();
});

test("[P16] in a group that is not fenced no lock is reason enough", async () => {
  const { store, name } = await openNew(postgres(pool), EIGHT);
  const { id } = await join(store);
  const { id: victim } = await join(store);
  const lock =
    "update partition.member set locked_under = pg_postmaster_start_time() where id = $1";
  await pool.query(lock, [victim]);
  const suspect = { id: victim, dropped: true } as const;
  assert.equal(await asked<"bury">(store, { kind: "bury", id, suspect }), false);
  await pool.query("update partition.member_group set fenced = true where name = $1", [name]);
  assert.equal(await asked<"bury">(store, { kind: "bury", id, suspect }), true);
  await store.close();
});

test("[P16] who could not take its lock again is not buried for the lack of it", async () => {
  const { store, name } = await openNew(postgres(pool), FENCED);
  const { id: victim } = await join(store);
  const far = await openNew(postgres(pool), FENCED, name);
  const { id } = await join(far.store);
  // The session of before still has the lock, as long as the server has not noticed its end.
  await pool.query("select partition.lock_again(array[$1::uuid])", [victim]);
  await store.close();
  const lock = "select pg_try_advisory_xact_lock_shared(partition.lock_key($1)) as free";
  for (let i = 0; i < 1_000; i += 1) {
    const { rows } = await pool.query<{ free: boolean }>(lock, [victim]);
    if (rows[0]?.free === true) break;
    await sleep(10);
  }
  const suspect = { id: victim, dropped: true } as const;
  assert.equal(await asked<"bury">(far.store, { kind: "bury", id, suspect }), false);
  await far.store.close();
});
