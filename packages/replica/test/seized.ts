/** What whoever takes the device can read: every row ever written, with the keys that are there. */
import type { Row } from "../src/indexeddb/device.ts";
import { decodeRing } from "../src/indexeddb/ring.ts";
import { Sealer, slotKeyOf } from "../src/indexeddb/seal.ts";
import { decodeRecord } from "../src/record.ts";
import type { FakeFlash } from "./fake-device.ts";
import { SPACE_NAME } from "./kept.ts";

/** The keys of the records, sorted. */
export async function readable(flash: FakeFlash): Promise<readonly string[]> {
  const rings = [...flash.rings.values()].flatMap((ring) => (ring === null ? [] : [ring]));
  const keys: CryptoKey[] = [];
  for (const ring of rings) {
    for (const { key } of (await decodeRing(ring)).slots) keys.push(await slotKeyOf(key));
  }
  const found = await Promise.all(flash.everWritten.map((row) => openedBy(keys, row)));
  return [...new Set(found.flat())].toSorted();
}

async function openedBy(keys: readonly CryptoKey[], row: Row): Promise<readonly string[]> {
  const sealer = new Sealer(SPACE_NAME);
  const opened = await Promise.all(keys.map((key) => sealer.open(key, row)));
  return opened.flatMap((bytes) => (bytes === null ? [] : [decodeRecord(bytes).key]));
}
