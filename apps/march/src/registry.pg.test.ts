import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PostgresJournal } from "@muster/rooms/server";
import { newIdentity, newMarch, SQUARE } from "../test/fake-march.ts";
import { join, make, openNode, proofOf, type TestNode } from "../test/fake-node.ts";
import { Registry } from "./registry.ts";
import { MARCH } from "./room.ts";
import { GRACE_MS, sweep } from "./sweep.ts";

let node: TestNode;

before(async () => {
  node = await openNode();
});
after(() => node.close());

test("[A4] a march is found as it was made, until it is deleted with its room's row", async () => {
  const registry = new Registry(node.pool);
  const journal = new PostgresJournal(node.pool);
  const march = { ...(await newMarch(await newIdentity())), endsAt: 1_700_000_000_000 };
  await registry.add(march);
  await journal.open({ kind: MARCH, id: march.id });
  const found = await registry.find(march.id);
  assert.deepEqual(
    { ...found, stewardKeys: found?.stewardKeys.map((key) => new Uint8Array(key)) },
    { ...march, tokenKey: Buffer.from(march.tokenKey) },
  );
  const rows = async () =>
    (await node.pool.query("select from rooms.room where id = $1", [march.id])).rowCount;
  const at = (nowMs: number) => sweep({ registry, journal, clock: { now: () => nowMs } });
  assert.deepEqual([await at(march.endsAt + GRACE_MS - 1), await rows()], [0, 1]);
  assert.deepEqual([await at(march.endsAt + GRACE_MS), await rows()], [1, 0]);
  assert.equal(await registry.find(march.id), null);
});

test("[A4] a database that is gone is unavailable, a query that is wrong is a bug", async () => {
  const march = await newMarch(await newIdentity());
  const gone = new Registry({
    query: () => Promise.reject(Object.assign(new Error("refused"), { code: "ECONNREFUSED" })),
  } as never);
  await assert.rejects(gone.find(march.id), { code: "unavailable" });
  await assert.rejects(new Registry(node.pool).add({ ...march, id: "x" }), { code: "23514" });
});

test("[A4] the database holds nothing that can be read of who was where", async () => {
  const made = await make(node);
  const place = { lat: 40.7074, lon: -74.0113 };
  const people = await Promise.all([
    join(node, made),
    join(node, made),
    join(node, made, made.steward),
  ]);
  for (const { person, token } of people.slice(0, 2)) {
    const location = { id: person, ...place };
    await node.post(`/march/${made.id}/locations/update`, { lastPing: -1, location }, token);
  }
  const [first] = people;
  const { at, signature } = await proofOf(made.steward, { does: "erase", march: made.id });
  await node.post(`/march/${made.id}/locations/erase`, { at, signature }, first?.token);
  const held = await everything();
  const isHeld = (text: string) => held.includes(text);
  for (const durable of [made.id, Buffer.from(made.steward.publicKey).toString("hex")]) {
    assert.ok(isHeld(durable), `${durable} is durable, so the search must find it`);
  }
  for (const [name, secret] of [
    ...people.map(({ person }) => ["a person", person]),
    ...people.map(({ token }) => ["a token", token]),
    ["an invite", made.invite],
    ["a contingent", "Tenants"],
    ["a latitude", String(place.lat)],
    ["a longitude", String(place.lon)],
    ["a latitude in E7", String(SQUARE.latE7)],
    ["a longitude in E7", String(SQUARE.lonE7)],
  ] as const) {
    assert.ok(!isHeld(secret ?? ""), `${name} is in the database`);
    assert.ok(!isHeld(Buffer.from(secret ?? "").toString("hex")), `${name} is there as bytes`);
  }
});

/** Every row of every table of ours, as text. */
async function everything(): Promise<string> {
  const { rows: tables } = await node.pool.query<{ readonly name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema not in ('pg_catalog', 'information_schema')`,
  );
  assert.ok(tables.some(({ name }) => name === "march.march"));
  assert.ok(tables.some(({ name }) => name === "rooms.room"));
  const texts = await Promise.all(
    tables.map(async ({ name }) => {
      const { rows } = await node.pool.query<{ readonly row: string }>(
        `select t::text as row from ${name} as t`,
      );
      return rows.map(({ row }) => row).join("\n");
    }),
  );
  return texts.join("\n");
}

test("[A18] a decision is kept once, on top of the one before, and found again", async () => {
  const registry = new Registry(node.pool);
  const march = await newMarch(await newIdentity());
  const other = (await newIdentity()).publicKey;
  await registry.add({ ...march, id: "decisions-of-one" });
  const decided = {
    ...march,
    id: "decisions-of-one",
    endsAt: march.endsAt - 1,
    stewardKeys: [other],
    barred: ["AAECAwQFBgcICQoLDA0ODw"],
    revoked: ["AAECAwQF", "AAECAwQG"],
    vouched: [],
    decidedAt: 1_800_000_000_001,
  };
  assert.equal(await registry.decide(decided, 0), true);
  assert.equal(await registry.decide({ ...decided, revoked: [] }, 0), false);
  const found = await registry.find(decided.id);
  const stewardKeys = found?.stewardKeys.map((key) => new Uint8Array(key));
  assert.deepEqual({ ...found, stewardKeys, tokenKey: march.tokenKey }, decided);
  await registry.delete([decided.id]);
  assert.equal(await registry.decide({ ...decided, decidedAt: 9 }, decided.decidedAt), false);
});
