/**
 * A march on a real node and in a real browser, from its first record to its end; then every file
 * of the node's data directory and of the browser's profile is searched for what went over the
 * wire. What is durable on purpose has to be found by the same search.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { generateKeys, type Identity, openIdentity } from "@muster/replica";
import { systemTimers } from "@muster/rooms";
import type { BrowserContext, Page } from "playwright-core";
import { placeOf } from "../../apps/march/src/model.ts";
import { MarchApi } from "../../apps/march/src/simulate/api.ts";
import { decision, requesting } from "../../apps/march/test/fake-node.ts";
import { readKeys, waitForRows } from "../../apps/march/web/e2e/kept-rows.ts";
import { walkByApi } from "../../apps/march/web/e2e/march-api.ts";
import {
  isLive,
  join as joinAs,
  personAt,
  share,
  showList,
} from "../../apps/march/web/e2e/march-steps.ts";
import { joinByApi, type Voice } from "../../apps/march/web/e2e/march-voice.ts";
import { type NodeProcess, startNode } from "../../apps/march/web/e2e/node-process.ts";
import { openProfile } from "../../apps/march/web/e2e/phone.ts";
import { openEmbedded } from "../../apps/node/src/embedded/open.ts";
import { comesTrue } from "../comes-true.ts";
import { openPool } from "../postgres.ts";
import { filesUnder, foundUnder, namesUnder, type Wanted } from "./byte-search.ts";
import { placeSecrets, WireEar } from "./wire-ear.ts";

const CONTINGENT = "Mirabellenpflücker";
const [HEARD, SAID] = ["Treffpunkt am Quittenbaum um vier", "Bin gleich bei der Schlehenhecke"];
const HERE = { latitude: 41.2345678, longitude: -73.8765432 };
const THERE = { latitude: 41.2351234, longitude: -73.8771234 };
const GONE_MS_MAX = 20_000;
let node: NodeProcess;
let profile: string;

before(async () => {
  profile = mkdtempSync(join(tmpdir(), "muster-profile-"));
  node = await startNode();
});

after(async () => {
  await node.close();
  rmSync(profile, { recursive: true, force: true });
});

test("[A4] [W15] [W70] of a march that has ended nothing that went over the wire is in a file of its node or a browser", async (t) => {
  const steward = await openIdentity(await generateKeys());
  const { id, link } = await makeMarch(steward);
  const control = crypto.getRandomValues(new Uint8Array(64));
  const first = await openPage();
  const voice = await takePart(first.page, link);
  await first.page.evaluate(keepForEver, [...control]);
  const { entries, slots } = await readKeys(first.page);
  await first.context.close();
  const keys = new Map([...entries, ...slots].map((key, i) => [`key ${i}`, key]));
  const durable = new Map([["the control", control]]);
  const secrets = new Map([...first.ear.secrets(), ...secretsBeside(voice)]);
  t.diagnostic(`heard ${JSON.stringify(first.ear.heard)}: ${secrets.size} secrets`);
  const { positions = 0, alerts = 0, posts = 0, verdicts = 0 } = first.ear.heard;
  assert.ok(positions >= 2 && alerts >= 2 && posts >= 2 && verdicts >= 1 && first.ear.batches > 0);
  const inRecords = [...secrets].filter(([name]) => name.endsWith(" in a record"));
  assert.ok(inRecords.length === 4 && inRecords.every(([, bytes]) => first.ear.has(bytes)));
  // While the march goes on its keys are there, and what they open cannot be read without them.
  assert.deepEqual(namesUnder(profile, union(secrets, keys, durable)), [
    ...keys.keys(),
    ...durable.keys(),
  ]);

  const last = await openPage();
  await last.page.goto(`${node.url}/march`);
  await last.page.getByRole("link", { name: /until/ }).tap();
  await isLive(last.page);
  await end(link, steward);
  await last.page.locator('[data-testid="notice"][data-notice="stopped"]').waitFor();
  await comesTrue(() => last.page.evaluate(keepsNothing), { msMax: GONE_MS_MAX });
  await last.context.close();
  const all = union(secrets, last.ear.secrets());
  assert.deepEqual(namesUnder(profile, union(all, keys, durable)), [...durable.keys()]);

  await checkpoint(control);
  await node.stop();
  // A browser's history keeps the addresses that were opened, and the link names its contingents.
  const named = formsOf([CONTINGENT]);
  const rows = new Map([
    ["the march", Buffer.from(id)],
    ["its steward", steward.publicKey],
  ]);
  const files = filesUnder(node.folder);
  assert.ok(files.some((path) => path.includes("/pg_wal/")));
  assert.ok(files.some((path) => path.endsWith("/postgres.log")));
  const places = foundUnder(node.folder, union(all, named, keys, durable, rows));
  const names = new Set(places.map((place) => place.split(" in ")[0]));
  assert.deepEqual(names, new Set([...durable.keys(), ...rows.keys()]), places.join("; "));
  // Neither the server's log nor what the node writes beside it names a march.
  assert.ok(
    places.every((place) => place.includes("/postgres/data/")),
    places.join("; "),
  );
});

async function makeMarch(
  steward: Identity,
): Promise<{ readonly id: string; readonly link: string }> {
  const wish = { hours: 1, lifetimeSeconds: 1_800 };
  const { id, invite } = await new MarchApi(node.url, systemTimers).make(steward, wish);
  const fragment = new URLSearchParams({ i: invite, c: CONTINGENT });
  return { id, link: `${node.url}/march/${id}#${fragment}` };
}

interface Opened {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly ear: WireEar;
}

async function openPage(): Promise<Opened> {
  const context = await openProfile(profile, HERE);
  const page = context.pages()[0] ?? (await context.newPage());
  return { context, page, ear: new WireEar(page) };
}

/** Everything that people say in a march, from this phone and from another one. */
async function takePart(page: Page, link: string): Promise<Voice> {
  const voice = await joinByApi(link, CONTINGENT);
  await Promise.all([voice.tell("medic", THERE), voice.post(HEARD)]);
  await page.goto(link);
  await joinAs(page, CONTINGENT);
  await share(page);
  await walkByApi(link, CONTINGENT, [THERE]);
  await page.getByTestId("tell").tap();
  await page.getByTestId("tell-exit").tap();
  await page.getByTestId("told").waitFor();
  await page.getByTestId("feed").tap();
  await page.getByTestId("message").fill(SAID);
  await page.getByTestId("send").tap();
  await page.locator('.post[data-waits="false"]', { hasText: SAID }).waitFor();
  await page.getByRole("button", { name: "Back", exact: true }).tap();
  await showList(page);
  await personAt(page, THERE).waitFor();
  await page.locator('[data-alert="medic"]').getByRole("button").tap();
  await page.getByTestId("confirmed").tap();
  await page.locator('[data-testid="confirmed"][aria-pressed="true"]').waitFor();
  await waitForRows(page, "muster-replica-", 5);
  return voice;
}

function secretsBeside({ person }: Voice): Wanted {
  const places = [HERE, THERE].map(({ latitude, longitude }) => placeOf(latitude, longitude));
  return union(...places.map(placeSecrets), formsOf([HEARD, SAID, person]));
}

/** As browsers and databases write texts. */
function formsOf(texts: readonly string[]): Wanted {
  const forms = ["utf8", "utf16le"] as const;
  return new Map(
    texts.flatMap((text) => forms.map((form) => [`${text}, ${form}`, Buffer.from(text, form)])),
  );
}

async function end(link: string, steward: Identity): Promise<void> {
  const { origin, pathname, hash } = new URL(link);
  const { post } = requesting(origin);
  const invite = new URLSearchParams(hash.slice(1)).get("i");
  const joined = await post(`${pathname}/join`, { invite, contingent: CONTINGENT });
  const { token } = joined.body as { readonly token: string };
  const id = pathname.split("/").at(-1) ?? "";
  const { status } = await post(
    `${pathname}/decisions`,
    await decision(steward, id, { does: "end" }),
    token,
  );
  assert.equal(status, 200);
}

function onLost(fault: Error): never {
  throw fault;
}

/** All that the database was told is in its files, as it was told; so is the control. */
async function checkpoint(control: Uint8Array): Promise<void> {
  const { signal } = new AbortController();
  const embedded = await openEmbedded(node.folder, { signal, onLost, onProgress: () => undefined });
  const pool = openPool(embedded.url);
  const { rows } = await pool.query<{ wal_compression: string }>("show wal_compression");
  assert.deepEqual(rows, [{ wal_compression: "off" }]);
  await pool.query("create table control (bytes bytea)");
  await pool.query("insert into control values ($1)", [Buffer.from(control)]);
  await pool.query("checkpoint");
  await pool.end();
  await embedded.close();
}

/** In the page. */
async function keepForEver(control: readonly number[]): Promise<void> {
  const opening = indexedDB.open("control");
  opening.onupgradeneeded = () => opening.result.createObjectStore("rows");
  await new Promise((resolve) => (opening.onsuccess = resolve));
  const writing = opening.result.transaction("rows", "readwrite", { durability: "strict" });
  writing.objectStore("rows").put(new Uint8Array(control), 1);
  await new Promise((resolve) => (writing.oncomplete = resolve));
  opening.result.close();
}

/** In the page: neither a key nor a database of the march's records. */
async function keepsNothing(): Promise<boolean> {
  const names = (await indexedDB.databases()).map(({ name = "" }) => name);
  if (names.some((name) => name.startsWith("muster-replica-"))) return false;
  const root = await navigator.storage.getDirectory();
  for (const folder of ["march-keys", "muster-replica"]) {
    const held = await root.getDirectoryHandle(folder, { create: true });
    for await (const _ of held.keys()) return false;
  }
  return true;
}

function union(...all: readonly Wanted[]): Wanted {
  return new Map(all.flatMap((each) => Array.from(each)));
}
