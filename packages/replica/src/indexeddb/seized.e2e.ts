/**
 * What whoever takes the phone finds in the bytes of Chromium's profile: looked for are the exact
 * records, names, and every key that was ever written. A control that IndexedDB has deleted must be
 * found, or the search would prove nothing.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import type { Profile } from "../../test/e2e/profile.ts";
import {
  add,
  FIRST,
  flushed,
  keysWritten,
  openProfile,
  openStore,
  openTab,
  SECOND,
  SPACE,
  writeOn,
} from "../../test/e2e/stage.ts";
import { AUTHOR_BYTES } from "../author.ts";

const PEOPLE = ["ann of the nurses", "bob of the nurses", "carl of the nurses"] as const;
const CONTROL = "a row that was deleted, and stays";

/** What says something in the clear, in the forms in which browsers write text. */
function telling(records: readonly Buffer[]): Readonly<Record<string, Buffer>> {
  const texts = [SPACE, ...PEOPLE].flatMap((text) => [
    [`${text} in UTF-8`, Buffer.from(text)],
    [`${text} in UTF-16`, Buffer.from(text, "utf16le")],
    [`${text} in UTF-16, swapped`, Buffer.from(text, "utf16le").swap16()],
  ]);
  const all = records.flatMap((bytes, at) => [
    [`record ${at}`, bytes],
    [`author of ${at}`, bytes.subarray(1, 1 + AUTHOR_BYTES)],
  ]);
  return Object.fromEntries([...texts, ...all, ["control", Buffer.from(CONTROL)]]) as Record<
    string,
    Buffer
  >;
}

/** Puts the control into a database of its own, and deletes both. */
async function leaveControl(page: Page): Promise<void> {
  await page.evaluate(async (text) => {
    const opening = indexedDB.open("control", 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("rows").put(new TextEncoder().encode(text), 1);
    };
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const deleting = opening.result.transaction("rows", "readwrite");
    deleting.objectStore("rows").delete(1);
    await new Promise((resolve) => (deleting.oncomplete = resolve));
    opening.result.close();
    const gone = indexedDB.deleteDatabase("control");
    await new Promise((resolve) => (gone.onsuccess = resolve));
  }, CONTROL);
}

/** The expiries of the keys that are on the disk, and whatever else tells something. */
async function found(phone: Profile, page: Page, records: readonly Buffer[]): Promise<string> {
  const keys = await keysWritten(page);
  const isThere = Object.keys(phone.search({ ...telling(records), ...keys }));
  const told = isThere.map((name) => (name in keys ? `key ${Number.parseInt(name, 10)}` : name));
  return told.toSorted((a, b) => a.localeCompare(b)).join(", ");
}

test("[R24] [R25] [R27] in the profile's bytes are the keys of open slots, and nothing else that tells", async (t) => {
  const phone = openProfile(t);
  const page = await openTab(phone);
  await leaveControl(page);
  await openStore(page);
  const records = [
    ...(await add(page, PEOPLE.slice(0, 1), FIRST)),
    ...(await add(page, PEOPLE.slice(1), SECOND)),
  ];
  await flushed(page);
  assert.equal(await found(phone, page, records), `control, key ${FIRST}, key ${SECOND}`);

  await page.evaluate((nowMs) => inPage.closeSlots(nowMs), FIRST);
  await flushed(page);
  assert.equal(await found(phone, page, records), `control, key ${SECOND}`);

  // Sealed anew under another key: the former one is not found, or there would be two.
  await page.evaluate((key) => inPage.remove(key), PEOPLE[1]);
  await flushed(page);
  assert.equal(await found(phone, page, records), `control, key ${SECOND}`);
  assert.equal(Object.keys(await keysWritten(page)).length, 3);

  await page.evaluate((name) => inPage.destroy(name), SPACE);
  assert.equal(await found(phone, page, records), "control");
  const wanted = { ...telling(records), ...(await keysWritten(page)) };
  await phone.close();
  assert.deepEqual(Object.keys(phone.search(wanted)), ["control"]);
  await openStore(await openTab(phone));
  assert.deepEqual(Object.keys(phone.search(wanted)), ["control"]);
});

/** Begins a change of each ring on the device, and never ends it. */
async function leaveHalf(page: Page, half: Buffer): Promise<void> {
  await page.evaluate(
    async (bytes) => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle("muster-replica");
      for await (const store of folder.values()) {
        const ring = await (store as FileSystemDirectoryHandle).getFileHandle("ring");
        const writing = await ring.createWritable();
        await writing.write(Uint8Array.from(bytes));
        Object.assign(globalThis, { writing });
      }
    },
    [...half],
  );
}

test("[R22] [R24] a browser killed while it writes has all that was flushed, and no half ring for long", async (t) => {
  const phone = openProfile(t);
  const page = await openTab(phone);
  await openStore(page);
  await add(page, PEOPLE, SECOND);
  await flushed(page);
  const half = Buffer.from("the keys of a ring that is half written");
  await leaveHalf(page, half);
  const told = await writeOn(page, 100);
  await phone.kill();
  assert.equal("half" in phone.search({ half }), true);
  const { keys, troubles } = await openStore(await openTab(phone));
  assert.deepEqual(troubles, []);
  assert.deepEqual(
    [...PEOPLE, ...told].filter((key) => !keys.includes(key)),
    [],
  );
  assert.deepEqual(phone.search({ half }), {});
});
