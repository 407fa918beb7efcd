import assert from "node:assert/strict";
import test, { after } from "node:test";
import { openTestDatabase } from "../../../../test/postgres.ts";
import { postgres } from "../postgres.ts";
import { asked, beat, claim, join, leave, openNew } from "../store.contract.ts";
import type { GroupStore, MemberId, Owned, Reading } from "../store.ts";
import { migrations } from "./schema.ts";

const database = await openTestDatabase([{ name: "partition", migrations }]);
after(() => database.close());
const { pool } = database;

const SETTINGS = { partitions: 16, fenced: false };
const MEMBERS = 20;
const CHURN_MS = 4_000;
/** Numbers of a fixed seed: Numerical Recipes' generator. */
let seed = 42;
const dice = () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

interface Counts {
  joins: number;
  leaves: number;
  burials: number;
  beats: number;
  claims: number;
}

interface Churn {
  readonly name: string;
  readonly counts: Counts;
  /** The size that each epoch was seen with; a second one is a mixture. */
  readonly sizes: Map<number, number>;
  readonly trouble: string[];
  readonly untilMs: number;
}

test("[P2] under churn indices are 0 to size-1 at every commit, and no reading mixes epochs", async () => {
  // Connections of several processes, and one that looks on.
  const stores = Array.from({ length: 5 }, () => postgres(pool));
  const { name, store: first } = await openNew(stores[0]!, SETTINGS);
  const counts = { joins: 0, leaves: 0, burials: 0, beats: 0, claims: 0 };
  const untilMs = performance.now() + CHURN_MS;
  const churn: Churn = { name, counts, sizes: new Map(), trouble: [], untilMs };
  const members = Array.from({ length: MEMBERS }, async (_, i) => {
    const { store } = await openNew(stores[i % stores.length]!, SETTINGS, name);
    await live(store, churn).catch((error: unknown) => churn.trouble.push(String(error)));
    await store.close();
  });
  const looking = lookOn(churn);
  await Promise.all([...members, looking]);
  await first.close();
  assert.deepEqual(churn.trouble, []);
  const { joins, leaves, burials, beats, claims } = counts;
  assert.ok(joins > 100 && leaves > 50 && burials > 10, JSON.stringify(counts));
  assert.ok(beats > 300 && claims > 50, JSON.stringify(counts));
  const deadlocks =
    "select deadlocks::integer as n from pg_stat_database where datname = current_database()";
  assert.deepEqual((await pool.query(deadlocks)).rows, [{ n: 0 }]);
});

/** Joins, beats, claims, buries its neighbour and leaves, in whatever order the dice say. */
async function live(store: GroupStore<unknown>, churn: Churn): Promise<void> {
  let id: MemberId | null = null;
  let last: Reading | null = null;
  while (performance.now() < churn.untilMs) {
    const next = dice();
    if (id === null) {
      ({ id, reading: last } = await join(store));
      churn.counts.joins += 1;
    } else if (next < 0.2) {
      await leave(store, id);
      id = null;
      churn.counts.leaves += 1;
      continue;
    } else if (next < 0.35 && last !== null) {
      if (await buried(store, id, last)) churn.counts.burials += 1;
      continue;
    } else if (next < 0.5) {
      if ((await claim(store, id, 4)) === null) id = null;
      churn.counts.claims += 1;
      continue;
    } else {
      last = await beat(store, id, 64);
      churn.counts.beats += 1;
      if (last === null) id = null;
    }
    if (last !== null) judge(last, churn);
  }
}

async function buried(store: GroupStore<unknown>, id: MemberId, last: Reading): Promise<boolean> {
  const [victim] = last.watched;
  if (victim === undefined) return false;
  const suspect = { id: victim.id, counter: victim.counter, server: last.server };
  return asked<"bury">(store, { kind: "bury", id, suspect });
}

function judge({ index, size, epoch, watched, everyone }: Reading, churn: Churn): void {
  const known = churn.sizes.get(epoch) ?? size;
  churn.sizes.set(epoch, size);
  if (known !== size) churn.trouble.push(`epoch ${epoch} has ${known} and ${size} members`);
  if (index >= size) churn.trouble.push(`[${index}/${size}] at epoch ${epoch}`);
  if (everyone > epoch) churn.trouble.push(`all have acknowledged ${everyone} at epoch ${epoch}`);
  if (watched.length > 0 && watched.length !== size - 1) {
    churn.trouble.push(`sees ${watched.length} of ${size - 1} others`);
  }
}

/** Every snapshot that anybody can take is whole. */
async function lookOn({ name, trouble, untilMs }: Churn): Promise<void> {
  const text = `
    select g.size, g.epoch::float8 as epoch,
      array(select m.index from partition.member m where m.group_name = g.name order by 1) as indices,
      array(select p.member from partition.permit p where p.group_name = g.name) as permits
    from partition.member_group g where g.name = $1`;
  while (performance.now() < untilMs) {
    const { rows } = await pool.query<{ size: number; indices: number[]; permits: string[] }>(
      text,
      [name],
    );
    const { size, indices, permits } = rows[0]!;
    const isWhole = indices.length === size && indices.every((index, at) => index === at);
    if (!isWhole || permits.length !== size)
      trouble.push(`${indices.join()} of ${size}, ${permits.length}`);
  }
}

test("[P8] claims at the same moment give each partition to one, past locked ones", async () => {
  const settings = { partitions: 200, fenced: false };
  const { name, store } = await openNew(postgres(pool), settings);
  const stores = Array.from({ length: 8 }, () => postgres(pool));
  const opened = await Promise.all(stores.map((each) => openNew(each, settings, name)));
  for (let round = 0; round < 20; round += 1) {
    const ids = await Promise.all(opened.map(async (each) => (await join(each.store)).id));
    const claims = await Promise.all(opened.map((each, i) => claim(each.store, ids[i]!, 25)));
    const keys = claims.flatMap((owned) => (owned ?? []).map(({ key }: Owned) => key));
    assert.equal(new Set(keys).size, keys.length, "owned twice");
    assert.equal(keys.length, 200);
    await Promise.all(opened.map((each, i) => leave(each.store, ids[i]!)));
  }
  for (const each of [...opened, { store }]) await each.store.close();
});
