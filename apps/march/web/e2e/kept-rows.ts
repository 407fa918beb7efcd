/** In the page: what of it is on the phone's disk, counted, and the keys that open it. */
import type { Page } from "playwright-core";
import { comesTrue } from "../../../../test/comes-true.ts";

/** Rows in all databases whose name begins so, once there are at least so many. */
export async function waitForRows(page: Page, start: string, count: number): Promise<void> {
  await comesTrue(async () => (await page.evaluate(countRows, start)) >= count);
}

/** In the page. */
async function countRows(start: string): Promise<number> {
  let found = 0;
  for (const { name = "" } of await indexedDB.databases()) {
    if (!name.startsWith(start)) continue;
    const opening = indexedDB.open(name);
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const counting = opening.result.transaction("rows").objectStore("rows").count();
    await new Promise((resolve) => (counting.onsuccess = resolve));
    found += counting.result;
    opening.result.close();
  }
  return found;
}

/** The keys of the page's entries, and of each store of records that of its latest slot. */
export async function readKeys(page: Page): Promise<{ entries: Buffer[]; slots: Buffer[] }> {
  const [entries, rings] = await page.evaluate(async () => {
    const all = async (folder: FileSystemDirectoryHandle): Promise<number[][]> => {
      const found: number[][] = [];
      for await (const handle of folder.values()) {
        if (handle.kind === "directory") found.push(...(await all(handle)));
        if (handle.kind === "directory") continue;
        try {
          found.push([...new Uint8Array(await (await handle.getFile()).arrayBuffer())]);
        } catch {
          // The page has removed it meanwhile.
        }
      }
      return found;
    };
    const root = await navigator.storage.getDirectory();
    const make = { create: true };
    return [
      await all(await root.getDirectoryHandle("march-keys", make)),
      await all(await root.getDirectoryHandle("muster-replica", make)),
    ] as const;
  });
  // A ring ends with the key of its last slot, and 8 bytes of checksum; without a slot it is short.
  const slots = rings.map((ring) => Buffer.from(ring)).filter(({ length }) => length > 95);
  return {
    entries: entries.map((key) => Buffer.from(key)),
    slots: slots.map((ring) => ring.subarray(-40, -8)),
  };
}
