/**
 * A phone that is taken away: every byte of a browser's profile is searched for what the page
 * kept, before a panic and after it.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type BrowserContext, chromium } from "playwright-core";
import { isLive, join as joinAs, makeMarch, share } from "./e2e/march-steps.ts";
import { type NodeProcess, startNode } from "./e2e/node-process.ts";
import { HERE } from "./e2e/phone.ts";

const NAME = "Vorhaben Quittenbaum";
const CONTINGENT = "Sackpfeifen";
const DURABLE = "durable-on-purpose-7c1e";
const GONE_MS_MAX = 5_000;
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

test("[W35] [W36] panic leaves nothing in the profile that opens what the page kept", async () => {
  const first = await openProfile();
  const page = first.pages()[0] ?? (await first.newPage());
  const link = await makeMarch(page, node.url, { name: NAME, contingents: CONTINGENT });
  const invite = new URLSearchParams(new URL(link).hash.slice(1)).get("i") ?? "";
  await page.getByTestId("join-myself").tap();
  await joinAs(page, CONTINGENT);
  await share(page);
  await page.evaluate((durable) => localStorage.setItem("control", durable), DURABLE);
  const keys = (await page.evaluate(readKeys)).map((key) => Buffer.from(key));
  assert.ok(keys.length >= 1 && keys.every(({ length }) => length === 32));
  await first.close();

  // The control: the keys are there. What they open is not to be read without them.
  const secrets = [NAME, CONTINGENT, invite];
  assert.ok(keys.every((key) => isIn(profile, key)));
  assert.ok(isIn(profile, Buffer.from(DURABLE)));
  assert.deepEqual(secrets.filter(isReadable), []);

  const second = await openProfile();
  const again = await second.newPage();
  await again.goto(`${node.url}/march`);
  await again.getByRole("link", { name: /until/ }).tap();
  await isLive(again);
  await again.getByTestId("menu").tap();
  await again.getByTestId("panic").tap();
  await again.getByTestId("confirm").tap();
  await again.waitForURL("about:blank");
  assert.equal((await again.content()).includes("March"), false);
  for (let ms = 0; ms < GONE_MS_MAX && keys.some((key) => isIn(profile, key)); ms += LOOK_MS) {
    await sleep(LOOK_MS);
  }
  const check = await second.newPage();
  await check.goto(`${node.url}/healthz`);
  assert.deepEqual(await check.evaluate(whatIsLeft), { caches: 0, databases: 0, workers: 0 });
  await second.close();
  assert.ok(isIn(profile, Buffer.from(DURABLE)), "the search still finds");
  assert.deepEqual(
    keys.filter((key) => isIn(profile, key)),
    [],
  );
  assert.deepEqual(secrets.filter(isReadable), []);
});

function openProfile(): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: process.env["MUSTER_CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
    locale: "en",
    geolocation: { ...HERE, accuracy: 5 },
    permissions: ["geolocation"],
  });
}

/** In the page: the keys of all entries. */
async function readKeys(): Promise<number[][]> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle("march-keys");
  const keys: number[][] = [];
  for await (const handle of folder.values()) {
    if (handle.kind !== "file") continue;
    const file = await handle.getFile();
    keys.push([...new Uint8Array(await file.arrayBuffer())]);
  }
  return keys;
}

async function whatIsLeft() {
  const [names, databases, workers] = await Promise.all([
    caches.keys(),
    indexedDB.databases(),
    navigator.serviceWorker.getRegistrations(),
  ]);
  return { caches: names.length, databases: databases.length, workers: workers.length };
}

/** As browsers write texts: in UTF-8, or in two bytes a character. */
function isReadable(text: string): boolean {
  return isIn(profile, Buffer.from(text)) || isIn(profile, Buffer.from(text, "utf16le"));
}

function isIn(folder: string, bytes: Buffer): boolean {
  const all = readdirSync(folder, { recursive: true, withFileTypes: true });
  return all.some((entry) => {
    if (!entry.isFile()) return false;
    try {
      return readFileSync(join(entry.parentPath, entry.name)).includes(bytes);
    } catch {
      // The browser removed it meanwhile.
      return false;
    }
  });
}
