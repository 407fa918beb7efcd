/** Tabs with the store in them, and what a test does there. */
import { after, type TestContext } from "node:test";
import type { Page } from "playwright-core";
import { comesTrue } from "../../../../test/comes-true.ts";
import { decodeRing } from "../../src/indexeddb/ring.ts";
import type { Look } from "./in-page.ts";
import { Profile } from "./profile.ts";
import { startSourceServer } from "./source-server.ts";

declare global {
  /** Every ring that the page has written, oldest first. */
  var rings: number[][];
}

export const SPACE = "the march of the nurses";
export const [FIRST, SECOND, THIRD] = [10_000, 20_000, 30_000] as const;

const server = await startSourceServer();
const shared = new Profile();
let origins = 0;

after(async () => {
  await shared.remove();
  await server.close();
});

/** Tabs of one browser, on an origin of their own: all that a store can see of others. */
export function newOrigin(): () => Promise<Page> {
  origins += 1;
  const url = server.url.replace("127.0.0.1", `origin-${origins}.localhost`);
  return () => openTab(shared, url);
}

/** A browser and its disk, to be killed or searched. */
export function openProfile(t: TestContext): Profile {
  const made = new Profile();
  t.after(() => made.remove());
  return made;
}

export async function openTab(on: Profile, url = server.url): Promise<Page> {
  const page = await on.tab(url);
  await comesTrue(() => page.evaluate(() => "inPage" in globalThis));
  return page;
}

export function openStore(page: Page, { nowMs = 0, name = SPACE } = {}): Promise<Look> {
  return page.evaluate(([name, nowMs]) => inPage.open(name, nowMs), [name, nowMs] as const);
}

/** Returns the bytes of the records. */
export async function add(
  page: Page,
  keys: readonly string[],
  expiresAt: number,
): Promise<readonly Buffer[]> {
  const wish = [keys, expiresAt] as const;
  const all = await page.evaluate(([keys, expiresAt]) => inPage.add(keys, expiresAt), wish);
  return all.map((bytes) => Buffer.from(bytes));
}

export function flushed(page: Page): Promise<boolean> {
  return page.evaluate(() => inPage.flushed());
}

export function look(page: Page): Promise<Look> {
  return page.evaluate(() => inPage.look());
}

/** Starts writing in the page. Resolves when `enough` records are surely on the disk. */
export async function writeOn(page: Page, enough: number): Promise<readonly string[]> {
  const told: string[] = [];
  const reached = Promise.withResolvers<void>();
  await page.exposeFunction("told", (keys: readonly string[]) => {
    told.push(...keys);
    if (told.length >= enough) reached.resolve();
  });
  const writing = page.evaluate((expiresAt) => {
    const { told } = globalThis as unknown as { told: (keys: readonly string[]) => unknown };
    return inPage.writeOn(told, expiresAt);
  }, THIRD);
  // It ends with the page, or with its disk.
  writing.catch(() => undefined);
  await reached.promise;
  return told;
}

/** The keys of every ring that was written here, by their slot's id and expiry. */
export async function keysWritten(page: Page): Promise<Readonly<Record<string, Buffer>>> {
  const keys: Record<string, Buffer> = {};
  for (const bytes of await page.evaluate(() => rings)) {
    for (const { id, expiresAt, key } of (await decodeRing(Uint8Array.from(bytes))).slots) {
      keys[`${expiresAt} ${Buffer.from(id).toString("hex")}`] = Buffer.from(key);
    }
  }
  return keys;
}
