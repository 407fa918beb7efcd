/** The store in a real Chromium (playwright-core): what it keeps, what it says, what tabs do to each other. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import {
  add,
  FIRST,
  flushed,
  look,
  newOrigin,
  openStore,
  SECOND,
  SPACE,
  THIRD,
  writeOn,
} from "../../test/e2e/stage.ts";

const FIGURES = fileURLToPath(new URL("../../../../artifacts/replica/", import.meta.url));

test("[R20] Chromium's store passes what every store passes", async () => {
  const page = await newOrigin()();
  assert.deepEqual(await page.evaluate(() => inPage.contract()), []);
});

test("[R22] a device that is full is told, and one that keeps no private files", async () => {
  const page = await newOrigin()();
  await openStore(page);
  const { origin } = new URL(page.url());
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  await add(page, ["ann"], FIRST);
  assert.equal(await flushed(page), false);
  assert.deepEqual(await look(page), { keys: ["ann"], troubles: ["quota"], closedMs: 0 });
  await page.evaluate(() =>
    Reflect.deleteProperty(FileSystemFileHandle.prototype, "createWritable"),
  );
  assert.deepEqual((await openStore(page)).troubles, ["unsupported"]);
});

test("[R23] rows that somebody has damaged are dropped, counted and told", async () => {
  const page = await newOrigin()();
  await openStore(page);
  await add(page, ["ann", "bob"], FIRST);
  await flushed(page);
  await page.evaluate(() => inPage.shut());
  await page.evaluate(async () => {
    const [{ name = "" } = {}] = await indexedDB.databases();
    const opening = indexedDB.open(name);
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const cursor = opening.result.transaction("rows", "readwrite").objectStore("rows").openCursor();
    await new Promise((resolve) => (cursor.onsuccess = resolve));
    const writing = cursor.result?.update("nonsense");
    await new Promise((resolve) => (writing!.onsuccess = resolve));
    opening.result.close();
  });
  const { keys, troubles } = await openStore(page);
  assert.deepEqual([keys.length, troubles], [1, ["damaged"]]);
});

test("[R26] two tabs have a store each, and the next to open has what both had", async () => {
  const tab = newOrigin();
  const [one, two] = [await tab(), await tab()];
  assert.deepEqual([(await openStore(one)).keys, (await openStore(two)).keys], [[], []]);
  await add(one, ["ann"], SECOND);
  await add(two, ["bob"], SECOND);
  assert.deepEqual([await flushed(one), await flushed(two)], [true, true]);
  await one.close();
  await two.close();
  const next = await tab();
  assert.deepEqual((await openStore(next)).keys, ["ann", "bob"]);
  const databases = await next.evaluate(() => indexedDB.databases());
  assert.equal(databases.length, 1);
});

test("[R25] panic in one tab takes what another is writing, which goes on in memory", async () => {
  const tab = newOrigin();
  const [one, two] = [await tab(), await tab()];
  await openStore(one);
  await openStore(two);
  await add(one, ["ann"], SECOND);
  await flushed(one);
  await writeOn(two, 40);
  const tookMs = await one.evaluate(() => inPage.destroy());
  figure("panic-ms", `${Math.round(tookMs)}\n`);
  assert.equal(await flushed(two), false);
  const { troubles, keys } = await look(two);
  assert.ok(["closed", "destroyed"].includes(troubles.join()), troubles.join());
  assert.ok(keys.length >= 40);
  assert.deepEqual(await one.evaluate(() => indexedDB.databases()), []);
  const next = await tab();
  assert.deepEqual((await openStore(next)).keys, []);
});

test("[R22] ten thousand records are there when a store is opened", async () => {
  const tab = newOrigin();
  const page = await tab();
  await openStore(page);
  await page.evaluate((fromMs) => inPage.fill(10_000, fromMs), THIRD);
  assert.equal(await flushed(page), true);
  await page.close();
  const [count, openMs] = await (await tab()).evaluate(async (name) => {
    const begun = performance.now();
    const { keys } = await inPage.open(name, 0);
    return [keys.length, performance.now() - begun] as const;
  }, SPACE);
  assert.equal(count, 10_000);
  figure("open-10000-ms", `${Math.round(openMs)}\n`);
});

test("[R22] the README's example for a browser says what it says it does", async () => {
  const page = await newOrigin()();
  const said: string[] = [];
  const last = Promise.withResolvers<void>();
  page.on("console", (message) => {
    said.push(message.text());
    if (said.at(-1) === "in memory") last.resolve();
  });
  page.on("pageerror", (error) => last.reject(error));
  await page.goto(new URL("/example", page.url()).href);
  await last.promise;
  assert.deepEqual(said.slice(0, 2), ["true", "[police line at Wall Street]"]);
  assert.match(said[2] ?? "", /^(closed|destroyed): /);
});

/** Measured, not asserted: a busy machine is not a bug. */
function figure(name: string, text: string): void {
  mkdirSync(FIGURES, { recursive: true });
  writeFileSync(join(FIGURES, `${name}.txt`), text);
}
