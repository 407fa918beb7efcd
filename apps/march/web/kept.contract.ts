/**
 * What people said, on a phone that was closed and is opened again without a network; and several
 * tabs of one phone, of which one leaves or panics. Run by offline.e2e.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { openByteMeter } from "./e2e/byte-meter.ts";
import { readKeys, waitForRows } from "./e2e/kept-rows.ts";
import { makeByApi, walkByApi } from "./e2e/march-api.ts";
import { isLive, join, personAt, showList } from "./e2e/march-steps.ts";
import { joinByApi } from "./e2e/march-voice.ts";
import { HERE, openPhone, type Spot } from "./e2e/phone.ts";
import { browser, node } from "./e2e/stage.ts";

const EAST: Spot = { latitude: 40.7069, longitude: -74.0105 };
const WISH = { hours: 1, lifetimeSeconds: 3_600, contingents: ["Nurses"] };
const HEARD = "Meet at the fountain at three";
const OWN = "I am on my way";

test("[W70] [W44] [W56] opened again without a network: alerts, messages, what waits, and nobody's position", async () => {
  const line = await openByteMeter(node.url);
  const { link } = await makeByApi(node.url, WISH);
  const voice = await joinByApi(link, "Nurses");
  await voice.tell("medic", EAST);
  await voice.post(HEARD);
  await walkByApi(link, "Nurses", [EAST]);
  const phone = await openPhone(browser, HERE);
  const first = phone.page;
  await first.goto(link.replace(node.url, line.url));
  await join(first, "Nurses");
  await showList(first);
  await personAt(first, EAST).waitFor();
  await first.locator('[data-alert="medic"]').waitFor();
  await waitForRows(first, "muster-replica-", 2);
  await first.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  line.cut();
  await openFeed(first);
  await first.getByTestId("message").fill(OWN);
  await first.getByTestId("send").tap();
  await message(first, OWN, true).waitFor();
  // Its march, when it was heard, what was read of it, and what waits.
  await waitForRows(first, "march-vault", 4);
  await first.close();

  const again = await phone.context.newPage();
  await again.goto(`${line.url}/march`);
  await again.getByRole("link", { name: /until/ }).tap();
  await showList(again);
  await again.locator('[data-alert="medic"][data-state="unconfirmed"]').waitFor();
  assert.equal(await again.locator("[data-person]").count(), 0);
  await openFeed(again);
  await again.getByTestId("feed-offline").filter({ hasText: "nothing new" }).waitFor();
  await message(again, HEARD, false).waitFor();
  await message(again, OWN, true).waitFor();
  line.mend();
  await again.evaluate(() => dispatchEvent(new Event("online")));
  await message(again, OWN, false).waitFor();
  await message(again, HEARD, false).waitFor();
  await phone.context.close();
  await line.close();
});

test("[W71] who joins in two tabs and leaves in one has left in both, and nothing of the march is kept", async () => {
  const { link } = await makeByApi(node.url, WISH);
  await joinByApi(link, "Nurses").then((voice) => voice.post(HEARD));
  const { context, page } = await openPhone(browser, HERE);
  const other = await context.newPage();
  // Both join at once: they are one person, by the row that was first.
  await Promise.all([page, other].map((each) => each.goto(link)));
  await Promise.all([page, other].map((each) => join(each, "Nurses")));
  await waitForRows(page, "muster-replica-", 1);
  await page.bringToFront();
  await Promise.all([page, other].map(isLive));
  await goAlone(page);
  // The token of the other was replaced: it goes on with the new one.
  await other.bringToFront();
  await other.getByTestId("contingents").filter({ hasText: "Alone" }).waitFor();
  await page.bringToFront();
  await page.getByTestId("menu").tap();
  await page.getByTestId("leave").tap();
  await page.getByTestId("confirm").tap();
  for (const each of [page, other]) await each.getByTestId("make").waitFor();
  assert.deepEqual(await readKeys(page), { entries: [], slots: [] });
  await context.close();
});

test("[W71] [W36] a panic ends every tab, and one that hangs does not hold it up", async () => {
  const { link } = await makeByApi(node.url, WISH);
  await joinByApi(link, "Nurses").then((voice) => voice.post(HEARD));
  const { context, page } = await openPhone(browser, HERE);
  await page.goto(link);
  await join(page, "Nurses");
  await waitForRows(page, "muster-replica-", 1);
  const other = await context.newPage();
  await other.goto(link);
  await isLive(other);
  // It hears of no deletion, as a tab that is frozen.
  const hanging = await context.newPage();
  await hanging.goto(`${node.url}/healthz`);
  await hanging.evaluate(holdDatabases);
  await page.bringToFront();
  await page.getByTestId("menu").tap();
  await page.getByTestId("panic").tap();
  await page.getByTestId("confirm").tap();
  await Promise.all([page, other].map((each) => each.waitForURL("about:blank")));
  assert.deepEqual(await readKeys(hanging), { entries: [], slots: [] });
  // The page starts again, though that tab is still there.
  const after = await context.newPage();
  await after.goto(`${node.url}/march`);
  await after.getByTestId("make").waitFor();
  await context.close();
});

async function goAlone(page: Page): Promise<void> {
  await page.getByTestId("contingents").tap();
  await page.getByTestId("leave-contingent").tap();
  await page.getByTestId("confirm").tap();
  await page.locator('[data-testid="my-contingent"] > h2', { hasText: "Alone" }).waitFor();
  await page.getByRole("button", { name: "Back", exact: true }).tap();
}

async function openFeed(page: Page): Promise<void> {
  await page.getByTestId("feed").tap();
  await page.getByTestId("posts").waitFor();
}

function message(page: Page, text: string, waits: boolean) {
  return page.locator(`.post[data-waits="${waits}"]`, { hasText: text });
}

async function holdDatabases(): Promise<void> {
  const held: IDBDatabase[] = [];
  for (const { name = "" } of await indexedDB.databases()) {
    const opening = indexedDB.open(name);
    await new Promise((resolve) => (opening.onsuccess = resolve));
    held.push(opening.result);
  }
  Object.assign(globalThis, { held });
}
