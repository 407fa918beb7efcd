/**
 * Phones against a real node: what one does, another sees, in the list and in the pixels of the
 * map. The two tests that take a minute begin before all others, those of screens and of
 * trouble included, and are looked at after them.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { looked } from "./e2e/looked.ts";
import { makeByApi } from "./e2e/march-api.ts";
import {
  eraseAll,
  isLive,
  join,
  makeMarch,
  personAt,
  share,
  shareEvery,
  showList,
  showMap,
  stop,
} from "./e2e/march-steps.ts";
import { goTo, HERE, openPhone, type Phone, type Spot } from "./e2e/phone.ts";
import { pinsAt } from "./e2e/pixels.ts";
import { browser, node } from "./e2e/stage.ts";
import "./screens.contract.ts";
import "./trouble.contract.ts";

const EAST: Spot = { latitude: 40.7069, longitude: -74.0105 };
const NORTH: Spot = { latitude: 40.7077, longitude: -74.0113 };
const FAR: Spot = { latitude: 40.7057, longitude: -74.0113 };
/** An interval of 5 s, the road to the node and back, and a busy machine. */
const MOVE_MS_MAX = 9_000;
const STOP_MS_MAX = 2_000;
const WISH = { hours: 1, lifetimeSeconds: 3_600, contingents: ["Nurses", "Students"] };
const LIFETIME_MS = 60_000;
const SLOT_MS = 10_000;
const SEEN_MS_MAX = 4_000;
const LOOK_MS = 50;
const HELD_MS = 3_000;
/** What Chromium says by itself of a socket that finds nobody. */
const OFFLINE = /^WebSocket connection to \S+ failed/;

const expiry = seeExpiry();
const end = seeEnd();
// Whatever becomes of them is asked by the tests that wait for them.
expiry.catch(() => {});
end.catch(() => {});

test("[A2] two phones see each other move, in the list and in the pixels of the map", async () => {
  const { maker, guest } = await twoPhones();
  await shareEvery(maker.page, "5 s");
  await Promise.all([share(maker.page), share(guest.page)]);
  await showList(guest.page);
  await personAt(guest.page, EAST).waitFor();
  await showMap(guest.page);
  await isShown(guest.page, EAST);
  assert.deepEqual(await pinsAt(guest.page, [EAST, NORTH]), [true, false]);

  await goTo(maker, NORTH);
  await showList(guest.page);
  await personAt(guest.page, NORTH).waitFor({ timeout: MOVE_MS_MAX });
  assert.equal(await personAt(guest.page, EAST).count(), 0);
  await showMap(guest.page);
  assert.deepEqual(await pinsAt(guest.page, [EAST, NORTH]), [false, true]);
  await close(maker, guest);
});

test("[A3] one tap stops: the pin is gone from the other phone, from its list and its map", async () => {
  const { maker, guest } = await twoPhones();
  await share(maker.page);
  await isShown(guest.page, EAST);
  assert.deepEqual(await pinsAt(guest.page, [EAST]), [true]);
  await showList(guest.page);
  await stop(maker.page);
  await personAt(guest.page, EAST).waitFor({ state: "detached", timeout: STOP_MS_MAX });
  await showMap(guest.page);
  await guest.page.getByTestId("empty").waitFor({ timeout: STOP_MS_MAX });
  assert.deepEqual(await pinsAt(guest.page, [EAST]), [false]);
  await close(maker, guest);
});

test("[A6] a phone of another contingent gets no pin of them, nor a circle around two", async () => {
  const { maker, guest, link } = await twoPhones();
  const stranger = await openPhone(browser, FAR);
  await stranger.page.goto(link);
  await join(stranger.page, "Students");
  await Promise.all([maker, guest, stranger].map(({ page }) => share(page)));
  await showList(guest.page);
  await personAt(guest.page, EAST).waitFor();
  await showList(stranger.page);
  await personAt(stranger.page, FAR).waitFor();
  // Several of the summaries.
  await sleep(4_500);
  assert.equal(await stranger.page.locator("[data-person]").count(), 1);
  assert.equal(await stranger.page.locator("[data-contingent]").count(), 0);
  await showMap(stranger.page);
  assert.deepEqual(await pinsAt(stranger.page, [EAST]), [false]);
  await close(maker, guest, stranger);
});

test("[A1] an erase takes 2, then 0, and both phones are empty", async () => {
  const { maker, guest } = await twoPhones();
  const pages = [maker.page, guest.page];
  for (const page of pages) {
    // Nothing is sent again by itself within the test.
    await shareEvery(page, "5 min");
    await share(page);
    await showList(page);
  }
  for (const page of pages) await countsPeople(page, 2);
  assert.equal(await eraseAll(maker.page), 2);
  for (const page of pages) await countsPeople(page, 0);
  assert.equal(await eraseAll(maker.page), 0);
  await close(maker, guest);
});

test("[W10] a pin vanishes at its expiry, though its phone is gone", async () => {
  const shownMs = await expiry;
  const leastMs = LIFETIME_MS - SLOT_MS - SEEN_MS_MAX;
  assert.ok(shownMs > leastMs && shownMs < LIFETIME_MS + SEEN_MS_MAX, `seen for ${shownMs} ms`);
});

test("[W15] [W19] a march that ends says so, and the phone keeps nothing of it", async () => {
  assert.deepEqual(await end, { notice: "ended", kept: 0 });
});

// From here on the node is stopped under everyone's feet.
test("[A3] phones bring their pins back to a node that was stopped, but none that was erased", async () => {
  const { maker, guest, link } = await twoPhones();
  const pages = [maker.page, guest.page];
  for (const page of pages) {
    await shareEvery(page, "5 min");
    await showList(page);
  }
  await share(maker.page);
  await countsPeople(guest.page, 1);
  assert.equal(await eraseAll(maker.page), 1);
  await share(guest.page);
  await personAt(maker.page, HERE).waitFor();
  await node.stop();
  for (const page of pages) {
    await page.locator('[data-testid="link-state"][data-state="offline"]').waitFor();
    await countsPeople(page, 1);
  }
  await node.start();
  for (const page of pages) await isLive(page);
  // Who was not there before knows only what the node has got from the phones.
  const late = await openPhone(browser, FAR);
  await late.page.goto(link);
  await join(late.page, "Nurses");
  for (const page of [...pages, late.page]) {
    await showList(page);
    await personAt(page, HERE).waitFor();
    await countsPeople(page, 1);
  }
  await close(maker, guest, late);
});

test("[W23] who leaves while the node does not answer is told until when their pin stays", async () => {
  const { link } = await makeByApi(node.url, WISH);
  const phone = await openPhone(browser, HERE);
  const { page } = phone;
  await page.goto(link);
  await join(page, "Nurses");
  await share(page);
  await node.stop();
  await page.locator('[data-testid="link-state"][data-state="offline"]').waitFor();
  await page.getByTestId("menu").tap();
  await page.getByTestId("leave").tap();
  await page.getByTestId("confirm").tap();
  await page.getByTestId("trouble").filter({ hasText: "until" }).waitFor();
  await looked(page, "leave-offline");
  await page.getByTestId("confirm").tap();
  await page.getByTestId("make").waitFor();
  assert.equal(await page.locator("a.row").count(), 0);
  await phone.context.close();
});

interface TwoPhones {
  /** At `EAST`. */
  readonly maker: Phone;
  /** At `HERE`. */
  readonly guest: Phone;
  readonly link: string;
}

/** Two phones in one contingent of a new march; the first is its steward. */
async function twoPhones(): Promise<TwoPhones> {
  const [maker, guest] = await Promise.all([openPhone(browser, EAST), openPhone(browser, HERE)]);
  const made = { name: "Saturday", contingents: "Nurses, Students" };
  const link = await makeMarch(maker.page, node.url, made);
  await maker.page.getByTestId("join-myself").tap();
  await guest.page.goto(link);
  await Promise.all([maker, guest].map(({ page }) => join(page, "Nurses")));
  return { maker, guest, link };
}

/** How long one phone shows the pin of another that has gone, in milliseconds. */
async function seeExpiry(): Promise<number> {
  const wish = { hours: 1, lifetimeSeconds: LIFETIME_MS / 1000, contingents: ["Nurses"] };
  const { link } = await makeByApi(node.url, wish);
  const [poster, watcher] = await Promise.all([openPhone(browser, EAST), openPhone(browser, HERE)]);
  for (const { page } of [poster, watcher]) {
    await page.goto(link);
    await join(page, "Nurses");
  }
  await share(poster.page);
  await isShown(watcher.page, EAST);
  const seenAtMs = performance.now();
  await close(poster);
  assert.deepEqual(await pinsAt(watcher.page, [EAST]), [true]);
  const pin = personAt(watcher.page, EAST);
  await showList(watcher.page);
  await pin.waitFor({ state: "detached", timeout: LIFETIME_MS + SLOT_MS });
  const shownMs = performance.now() - seenAtMs;
  await showMap(watcher.page);
  assert.deepEqual(await pinsAt(watcher.page, [EAST]), [false]);
  await close(watcher);
  return shownMs;
}

/** What a phone in the shortest of marches is told at its end, and keeps after it. */
async function seeEnd(): Promise<{ readonly notice: string | null; readonly kept: number }> {
  const wish = { hours: 1 / 60, lifetimeSeconds: 60, contingents: ["Nurses"] };
  const { link, endsAt } = await makeByApi(node.url, wish);
  const phone = await openPhone(browser, HERE);
  await phone.page.goto(link);
  await join(phone.page, "Nurses");
  const told = phone.page.getByTestId("notice");
  await sleep(endsAt - Date.now() - HELD_MS / 2);
  await holdRows(phone.page, HELD_MS);
  await told.waitFor({ timeout: endsAt - Date.now() + SEEN_MS_MAX });
  const notice = await told.getAttribute("data-notice");
  await phone.page.goto(`${node.url}/march`);
  await phone.page.getByTestId("make").waitFor();
  const kept = await phone.page.locator("a.row").count();
  await close(phone);
  return { notice, kept };
}

/** In the page: nothing that it keeps can be changed for so long, as on a slow and busy phone. */
async function holdRows(page: Page, forMs: number): Promise<void> {
  await page.evaluate(async (heldMs) => {
    const opening = indexedDB.open("march-vault");
    await new Promise((resolve) => (opening.onsuccess = resolve));
    const rows = opening.result.transaction("rows", "readwrite").objectStore("rows");
    const untilMs = performance.now() + heldMs;
    const hold = (): void => {
      if (performance.now() < untilMs) rows.count().onsuccess = hold;
      else opening.result.close();
    };
    hold();
  }, forMs);
}

async function isShown(page: Page, spot: Spot): Promise<void> {
  await showList(page);
  await personAt(page, spot).waitFor();
  await showMap(page);
}

async function countsPeople(page: Page, people: number): Promise<void> {
  await showList(page);
  const found = page.locator("[data-person]");
  for (let waitedMs = 0; waitedMs < SEEN_MS_MAX; waitedMs += LOOK_MS) {
    if ((await found.count()) === people) return;
    await sleep(LOOK_MS);
  }
  assert.equal(await found.count(), people);
}

/** A page that complained, of its policy say, has not done what it was to do. */
async function close(...phones: readonly Phone[]): Promise<void> {
  for (const { context, complaints } of phones) {
    await context.close();
    assert.deepEqual(
      complaints.filter((said) => !OFFLINE.test(said)),
      [],
    );
  }
}
