/**
 * A phone that is taken away: every byte of a browser's profile is searched for what the page
 * kept, before a panic and after it.
 */
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { comesTrue } from "../../../test/comes-true.ts";
import { namesUnder } from "../../../test/hostile/byte-search.ts";
import { readKeys, waitForRows } from "./e2e/kept-rows.ts";
import { isLive, join as joinAs, makeMarch, share, showList } from "./e2e/march-steps.ts";
import { joinByApi } from "./e2e/march-voice.ts";
import { type NodeProcess, startNode } from "./e2e/node-process.ts";
import { e7, HERE, openProfile, type Spot } from "./e2e/phone.ts";

const NAME = "Vorhaben Quittenbaum";
const CONTINGENT = "Sackpfeifen";
const MESSAGE = "Treffpunkt Mispelbrunnen um vier";
const LATER_MS = 3 * 3_600_000;
const DURABLE = "durable-on-purpose-7c1e";
const GONE_MS_MAX = 5_000;
const KEPT_MS_MAX = 30_000;
const LOOK_MS = 100;

let node: NodeProcess;
let profile: string;

before(async () => {
  [node, profile] = await Promise.all([startNode(), mkdtemp(join(tmpdir(), "muster-profile-"))]);
});

after(async () => {
  await node.close();
  rmSync(profile, { recursive: true, force: true });
});

test("[W35] [W36] [W70] in the profile nothing is readable: not kept, not due, not after a panic", async () => {
  const first = await openProfile(profile, HERE);
  const page = first.pages()[0] ?? (await first.newPage());
  const frames: Buffer[] = [];
  page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => void frames.push(Buffer.from(payload)));
  });
  const link = await makeMarch(page, node.url, { name: NAME, contingents: CONTINGENT });
  const invite = new URLSearchParams(new URL(link).hash.slice(1)).get("i") ?? "";
  const voice = await joinByApi(link, CONTINGENT);
  await Promise.all([voice.tell("medic", HERE), voice.post(MESSAGE)]);
  await page.getByTestId("join-myself").tap();
  await joinAs(page, CONTINGENT);
  await share(page);
  await page.evaluate((durable) => localStorage.setItem("control", durable), DURABLE);
  await showList(page);
  await page.locator('[data-alert="medic"]').waitFor();
  await waitForRows(page, "muster-replica-", 2);
  const kept = await readKeys(page);
  assert.ok(kept.entries.length > 0 && kept.slots.length > 0);
  assert.ok([...kept.entries, ...kept.slots].every(({ length }) => length === 32));
  await first.close();

  // The control: the keys are there. What they open is not to be read without them.
  const secrets = [NAME, CONTINGENT, invite, MESSAGE].flatMap(formsOf);
  const wire = [Buffer.from(MESSAGE), positionOf(HERE)];
  assert.ok(wire.every((bytes) => frames.some((frame) => frame.includes(bytes))));
  const there = [...kept.entries, ...kept.slots, Buffer.from(DURABLE)];
  assert.deepEqual(found([...there, ...secrets, ...wire]), there);

  // Hours later the page is opened, not even the march: what is due has lost its keys.
  const second = await openProfile(profile, HERE);
  const later = second.pages()[0] ?? (await second.newPage());
  await later.clock.install({ time: Date.now() + LATER_MS });
  await later.goto(`${node.url}/march`);
  await later.getByRole("link", { name: NAME }).waitFor();
  await gone(kept.slots);
  assert.deepEqual(found(kept.entries), kept.entries, "the march is kept");
  await later.close();

  const again = await second.newPage();
  await again.goto(`${node.url}/march`);
  await again.getByRole("link", { name: NAME }).tap();
  await isLive(again);
  const anew = await readKeysAnew(again, kept.slots);
  assert.deepEqual(found(anew.slots), anew.slots);
  await again.getByTestId("menu").tap();
  await again.getByTestId("panic").tap();
  await again.getByTestId("confirm").tap();
  await again.waitForURL("about:blank");
  assert.equal((await again.content()).includes("March"), false);
  const keys = [...anew.entries, ...anew.slots];
  await gone(keys);
  const check = await second.newPage();
  await check.goto(`${node.url}/healthz`);
  // A worker goes with the last page that it serves.
  await comesTrue(() => check.evaluate(isEmpty), { msMax: GONE_MS_MAX });
  await second.close();
  const control = Buffer.from(DURABLE);
  assert.deepEqual(found([...keys, ...kept.slots, ...secrets, ...wire, control]), [control]);
});

async function isEmpty(): Promise<boolean> {
  const left = await Promise.all([
    caches.keys(),
    indexedDB.databases(),
    navigator.serviceWorker.getRegistrations(),
  ]);
  return left.every(({ length }) => length === 0);
}

/** Rows that lost their keys may still be there: what is heard again is kept under a new one. */
async function readKeysAnew(page: Page, before: readonly Buffer[]) {
  for (let ms = 0; ms < KEPT_MS_MAX; ms += LOOK_MS) {
    const { entries, slots } = await readKeys(page);
    const anew = slots.filter((slot) => !before.some((old) => old.equals(slot)));
    if (anew.length > 0) return { entries, slots: anew };
    await sleep(LOOK_MS);
  }
  return assert.fail("nothing was kept anew");
}

/** A file that is removed is gone at once, but for what the browser is about to do. */
async function gone(keys: readonly Buffer[]): Promise<void> {
  for (let ms = 0; ms < GONE_MS_MAX && found(keys).length > 0; ms += LOOK_MS) await sleep(LOOK_MS);
  assert.deepEqual(found(keys), []);
}

/** As browsers write texts: in UTF-8, or in two bytes a character. */
function formsOf(text: string): readonly Buffer[] {
  return [Buffer.from(text), Buffer.from(text, "utf16le")];
}

/** As it stands in a record: the name of the field, then a CBOR integer of four bytes. */
function positionOf({ latitude }: Spot): Buffer {
  const bytes = Buffer.alloc(5, 0x1a);
  bytes.writeUInt32BE(Number(e7(latitude)), 1);
  return Buffer.concat([Buffer.from("latE7"), bytes]);
}

/** Which of these bytes are in any file of the profile. */
function found(wanted: readonly Buffer[]): readonly Buffer[] {
  const named = new Map(wanted.map((bytes, index) => [String(index), bytes]));
  return namesUnder(profile, named).map((name) => named.get(name)!);
}
