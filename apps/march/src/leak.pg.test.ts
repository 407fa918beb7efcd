/**
 * A march is lived through, ended and swept; then the database's own files, its log included, are
 * searched for what went over the wire. What is durable on purpose has to be found, or the search
 * would prove nothing.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join as joined } from "node:path";
import { after, before, test } from "node:test";
import { connect } from "@muster/rooms/client";
import { PostgresJournal } from "@muster/rooms/server";
import { encode } from "cborg";
import { newIdentity } from "../test/fake-march.ts";
import {
  decision,
  join,
  type MadeMarch,
  make,
  openNode,
  proofOf,
  type TestNode,
} from "../test/fake-node.ts";
import { degreesOf, E7, placeOf, positions } from "./model.ts";
import { alerts, recordIdOf } from "./models/alerts.ts";
import { posts } from "./models/posts.ts";
import { marchModels } from "./models.ts";
import { Registry } from "./registry.ts";
import { MARCH } from "./room.ts";
import { GRACE_MS, sweep } from "./sweep.ts";

/** Nowhere else in these tests, which share a server. */
const SQUARE = placeOf(41.2345678, -73.8765432);
const TEXT = "water-at-the-fountain-of-this-test";
let node: TestNode;

before(async () => {
  node = await openNode();
});
after(() => node.close());

/** Every record that a phone holds of a march in which something of each kind is said. */
async function liveThrough(made: MadeMarch): Promise<readonly Uint8Array[]> {
  const identity = await newIdentity();
  const { token, person } = await join(node, made, identity);
  const client = connect(`${node.url.replace("http", "ws")}/rooms`);
  const room = client.room({
    kind: MARCH,
    id: made.id,
    token,
    models: marchModels,
    identity,
    lifetimeMs: made.lifetimeMs,
  });
  const at = Date.now();
  const told = { kind: "medic", place: SQUARE, at } as const;
  const receipts = await Promise.all([
    room.write(positions, { person, contingent: "Tenants", place: SQUARE }),
    room.write(alerts, { id: recordIdOf(person, "alert-of-this-test"), by: person, told }),
    room.write(posts, {
      id: recordIdOf(person, "post-of-this-test"),
      by: person,
      feed: "Tenants",
      said: { text: TEXT, at },
    }),
  ]);
  assert.deepEqual(
    receipts.map(({ status }) => status),
    ["taken", "taken", "taken"],
  );
  const records = [...room.space.records()].flatMap(({ record }) => [record.bytes, record.body]);
  client.close();
  assert.equal(records.length, 6);
  return records;
}

/** As it went over the wire, and as it might be written down otherwise. */
function secretsOf(person: string, records: readonly Uint8Array[]): Map<string, Buffer> {
  const { lat, lon } = degreesOf(SQUARE);
  const secrets = new Map<string, Buffer>([
    ["a text", Buffer.from(TEXT)],
    ["a person", Buffer.from(person)],
    ["a person's bytes", Buffer.from(person, "base64url")],
    ["a place", Buffer.from(encode(SQUARE))],
    ["a contingent", Buffer.from(encode("Tenants"))],
  ]);
  for (const [i, bytes] of records.entries()) secrets.set(`record ${i}`, Buffer.from(bytes));
  for (const [name, bytes] of numbersOf(lat, lon)) secrets.set(name, bytes);
  return secrets;
}

type Write = (into: Buffer, degrees: number) => number;

const LONG: readonly (readonly [string, Write])[] = [
  ["as a float", (into, degrees) => into.writeDoubleBE(degrees)],
  ["as a whole number", (into, degrees) => into.writeBigInt64BE(BigInt(wholeOf(degrees)))],
];
/** Four bytes alone may be found by chance in so much: these are looked for side by side. */
const SHORT: typeof LONG = [
  ["as short floats", (into, degrees) => into.writeFloatBE(degrees)],
  ["as whole numbers", (into, degrees) => into.writeInt32BE(wholeOf(degrees))],
];

/** A place as other programs keep it, each way round. */
function numbersOf(lat: number, lon: number): readonly (readonly [string, Buffer])[] {
  const texts = [lat, lon].map((each) => [`${each} as text`, Buffer.from(`${each}`)] as const);
  const longs = LONG.flatMap(([name, write]) =>
    [lat, lon].flatMap((each) => bothWays(`${each} ${name}`, [written(write, each)])),
  );
  const shorts = SHORT.flatMap(([name, write]) => {
    const [one, other] = [written(write, lat), written(write, lon)];
    const latFirst = bothWays(`${name}, lat first`, [one, other]);
    return latFirst.concat(bothWays(`${name}, lon first`, [other, one]));
  });
  return [...texts, ...longs, ...shorts];
}

function wholeOf(degrees: number): number {
  return Math.round(degrees * E7);
}

function written(write: Write, degrees: number): Buffer {
  const room = Buffer.alloc(8);
  return room.subarray(0, write(room, degrees));
}

function bothWays(name: string, numbers: readonly Buffer[]): (readonly [string, Buffer])[] {
  const turned = numbers.map((bytes) => Buffer.from(bytes.toReversed()));
  return [
    [name, Buffer.concat(numbers)],
    [`${name}, turned`, Buffer.concat(turned)],
  ];
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => joined(parentPath, name));
}

/** Of the server, which may have been started where it lies and name it by that. */
async function folderOfData(): Promise<string> {
  const { rows } = await node.pool.query<{ folder: string; pid: number }>(
    "select current_setting('data_directory') as folder, pg_backend_pid() as pid",
  );
  const [{ folder, pid } = { folder: "", pid: 0 }] = rows;
  return folder.replace(/^\/proc\/self\//, `/proc/${pid}/`);
}

/** Others use the server at the same time: a file may go while this one looks. */
function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}

test("[A4] of a march that has ended nothing that went over the wire is in the database's files or log", async () => {
  const made = await make(node);
  const records = await liveThrough(made);
  const second = await join(node, made, await newIdentity());
  const { at, signature } = await proofOf(made.steward, { does: "erase", march: made.id });
  const ask = (route: string, body: unknown) =>
    node.post(`/march/${made.id}/${route}`, body, second.token);
  assert.equal((await ask("locations/erase", { at, signature })).status, 200);
  const removal = { does: "remove", about: second.person } as const;
  const vouch = { does: "vouch", about: second.person } as const;
  assert.equal((await ask("decisions", await decision(made.steward, made.id, vouch))).status, 200);
  assert.equal(
    (await ask("decisions", await decision(made.steward, made.id, removal))).status,
    200,
  );
  const swept = { registry: new Registry(node.pool), journal: new PostgresJournal(node.pool) };
  await sweep({ ...swept, clock: { now: () => made.endsAt + GRACE_MS } });
  await node.pool.query("checkpoint");
  const files = filesUnder(await folderOfData());
  assert.ok(
    files.some((file) => file.includes("pg_wal")),
    "the log is searched, too",
  );
  const secrets = secretsOf(second.person, records);
  const controls = [Buffer.from(made.id), Buffer.from(made.steward.publicKey)];
  const isFound = controls.map(() => false);
  for (const file of files) {
    const bytes = contentOf(file);
    for (const [i, control] of controls.entries()) isFound[i] ||= bytes.includes(control);
    for (const [name, secret] of secrets) assert.ok(!bytes.includes(secret), `${name} in ${file}`);
  }
  assert.deepEqual(isFound, [true, true], "what is durable on purpose is found");
});
