/**
 * The page without a network: opened, moved with, and left in panic. The network is a line to the
 * node that can be cut. Run by offline.e2e.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { comesTrue } from "../../../test/comes-true.ts";
import { openByteMeter } from "./e2e/byte-meter.ts";
import { makeByApi } from "./e2e/march-api.ts";
import { isLive, join, personAt, share, shareEvery, showList } from "./e2e/march-steps.ts";
import { goTo, HERE, openPhone, type Spot } from "./e2e/phone.ts";
import { browser, node } from "./e2e/stage.ts";

const EAST: Spot = { latitude: 40.7069, longitude: -74.0105 };
const NORTH: Spot = { latitude: 40.7077, longitude: -74.0113 };
const SOUTH: Spot = { latitude: 40.7061, longitude: -74.0113 };
const WISH = { hours: 1, lifetimeSeconds: 3_600, contingents: ["Nurses"] };

test("[W32] [W33] [W37] closed and opened without a network: the march, settings, nobody's position", async () => {
  const { line, link } = await lineAndMarch();
  const phone = await openPhone(browser, HERE);
  const other = await openPhone(browser, EAST);
  await other.page.goto(link);
  await join(other.page, "Nurses");
  await share(other.page);
  await phone.page.goto(link.replace(node.url, line.url));
  await join(phone.page, "Nurses");
  await shareEvery(phone.page, "5 min");
  await showList(phone.page);
  await personAt(phone.page, EAST).waitFor();
  await keptByWorker(phone.page, "/march/assets/map-");
  const kept = await phone.page.evaluate(keptPaths);
  assert.ok(kept.includes("/march"));
  assert.deepEqual(
    kept.filter((path) => path !== "/march" && !path.startsWith("/march/assets/")),
    [],
  );
  await phone.page.close();
  await line.close();

  const page = await phone.context.newPage();
  await page.goto(`${line.url}/march`);
  await page.getByRole("link", { name: /until/ }).tap();
  await page.getByTestId("aside").filter({ hasText: "no positions of others" }).waitFor();
  await page.locator("canvas").first().waitFor();
  await showList(page);
  assert.equal(await page.locator("[data-person]").count(), 0);
  await page.getByTestId("menu").tap();
  await page.getByTestId("settings").tap();
  assert.equal(await page.getByLabel("5 min", { exact: true }).isChecked(), true);
  await Promise.all([phone, other].map(({ context }) => context.close()));
});

test("[M13] a phone that moved without a network brings its last position, not its way there", async () => {
  const { line, link } = await lineAndMarch();
  const [phone, other] = [await openPhone(browser, HERE), await openPhone(browser, EAST)];
  await other.page.goto(link);
  await join(other.page, "Nurses");
  await showList(other.page);
  await phone.page.goto(link.replace(node.url, line.url));
  await join(phone.page, "Nurses");
  await shareEvery(phone.page, "5 s");
  await share(phone.page);
  await personAt(other.page, HERE).waitFor();
  // Whatever place the other phone ever shows is noted.
  const seen = new Set<string>();
  await other.page.exposeFunction("noted", (place: string) => seen.add(place));
  await other.page.evaluate(notePlaces);
  line.cut();
  await phone.page.locator('[data-testid="link-state"][data-state="offline"]').waitFor();
  for (const spot of [SOUTH, NORTH]) {
    await goTo(phone, spot);
    await showList(phone.page);
    await personAt(phone.page, spot).waitFor();
  }
  line.mend();
  // As a phone says it; the page would try by itself a little later.
  await phone.page.evaluate(() => dispatchEvent(new Event("online")));
  await personAt(other.page, NORTH).waitFor();
  assert.ok(seen.has(placeText(NORTH)), [...seen].join());
  assert.ok(!seen.has(placeText(SOUTH)), "the way there was sent");
  await Promise.all([phone, other].map(({ context }) => context.close()));
  await line.close();
});

test("[W74] a phone that says it has no network shows so before its connection falls silent", async () => {
  const { link } = await makeByApi(node.url, WISH);
  const phone = await openPhone(browser, HERE);
  await phone.page.goto(link);
  await join(phone.page, "Nurses");
  const isOffline = phone.page.locator('[data-testid="link-state"][data-state="offline"]');
  await phone.context.setOffline(true);
  // A node is called silent 10 to 15 s after it was cut off.
  await isOffline.waitFor({ timeout: 8_000 });
  await phone.context.setOffline(false);
  await isLive(phone.page);
  await phone.context.close();
});

async function lineAndMarch() {
  const line = await openByteMeter(node.url);
  const { link } = await makeByApi(node.url, WISH);
  return { line, link };
}

/** Until the worker holds a file whose path begins so. */
async function keptByWorker(page: Page, start: string): Promise<void> {
  const look = async (): Promise<boolean> =>
    (await page.evaluate(keptPaths)).some((path) => path.startsWith(start));
  await comesTrue(look);
}

async function keptPaths(): Promise<string[]> {
  const paths: string[] = [];
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
  }
  return paths;
}

function placeText({ latitude, longitude }: Spot): string {
  return `${Math.round(latitude * 1e7)} ${Math.round(longitude * 1e7)}`;
}

/** In the page: tells `noted` of each place in the list, whenever one changes. */
function notePlaces(): void {
  const page = globalThis as unknown as { noted(place: string): void };
  const look = (): void => {
    for (const line of document.querySelectorAll<HTMLElement>("[data-person]")) {
      page.noted(`${line.dataset["latE7"]} ${line.dataset["lonE7"]}`);
    }
  };
  new MutationObserver(look).observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
  });
  look();
}
