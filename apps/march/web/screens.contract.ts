/**
 * Every screen of March's page: open to people who hear it or only have a keyboard, in the dark
 * and in the light, and honest where it does not go on. Pictures of all of them are written to
 * artifacts/march for people to look at. Run by phones.e2e.ts, while a minute passes there.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { tabTo } from "./e2e/keyboard.ts";
import { looked } from "./e2e/looked.ts";
import { makeByApi, walkByApi } from "./e2e/march-api.ts";
import { isLive, join, makeMarch, share, showList, showMap } from "./e2e/march-steps.ts";
import {
  goTo,
  HERE,
  openPhone,
  type Phone,
  SAFE_HOST,
  type Spot,
  UNSAFE_HOST,
} from "./e2e/phone.ts";
import { browser, node } from "./e2e/stage.ts";

const WISH = { hours: 1, lifetimeSeconds: 3_600, contingents: ["Nurses", "Students"] };
const MADE = { name: "Saturday", contingents: "Nurses, Tenants" };

/** Degrees: a few people walk some 15 m apart, 1.3 m a second. */
const SPREAD = 0.000_18;
const STRIDE = 0.000_026;

test("[W31] no screen keeps out who hears it, or needs contrast, in the dark and in the light", async () => {
  const phone = await openPhone(browser, HERE);
  const { page } = phone;
  await page.goto(`${node.url}/march`);
  await isInReach(page, "make");
  await looked(page, "start");
  await page.getByTestId("security").tap();
  await looked(page, "security");
  await page.getByRole("button", { name: "Back" }).tap();
  await page.getByTestId("make").tap();
  await page.getByTestId("name").fill("Saturday");
  await isInReach(page, "make-submit");
  await looked(page, "make");
  await page.getByRole("button", { name: "Back" }).tap();
  const link = await makeMarch(page, node.url, MADE);
  await isInReach(page, "join-myself");
  await looked(page, "invite-local");
  await page.getByTestId("join-myself").tap();
  await isInReach(page, "join");
  await looked(page, "join");
  await join(page, "Nurses");
  await looked(page, "map-empty");
  await crowd(link);
  await share(page);
  await showList(page);
  await page.locator("[data-contingent]", { hasText: "moving" }).nth(1).waitFor();
  await looked(page, "list");
  await showMap(page);
  await looked(page, "map");
  await page.getByRole("button", { name: "Show everyone" }).tap();
  await looked(page, "map-everyone");
  for (let i = 0; i < 3; i += 1) await page.getByRole("button", { name: "Zoom out" }).tap();
  await looked(page, "map-far");
  await page.getByTestId("menu").tap();
  await looked(page, "menu");
  await page.getByTestId("stewards").tap();
  await page.getByTestId("erase").tap();
  await looked(page, "erase");
  await close(phone);
});

test("[W31] from the start to sharing with a keyboard alone, and the focus is always seen", async () => {
  const phone = await openPhone(browser, HERE, { isMobile: false, hasTouch: false });
  const { page } = phone;
  await page.goto(`${node.url}/march`);
  await tabTo(page, '[data-testid="make"]');
  await page.keyboard.press("Enter");
  await tabTo(page, '[data-testid="name"]');
  await page.keyboard.type("Saturday");
  await tabTo(page, '[data-testid="make-submit"]');
  await page.keyboard.press("Space");
  await page.getByTestId("join-myself").waitFor();
  await tabTo(page, '[data-testid="join-myself"]');
  await page.keyboard.press("Enter");
  await page.getByTestId("join").waitFor();
  await tabTo(page, 'input[name="contingent"]');
  await page.keyboard.press("Space");
  await tabTo(page, '[data-testid="join"]');
  await page.keyboard.press("Enter");
  await isLive(page);
  await tabTo(page, '[data-testid="share"]');
  await page.keyboard.press("Space");
  await page.locator('[data-testid="state"][data-tone="good"]').waitFor();
  await close(phone);
});

test("[W27] an address of this computer alone shows no QR code, but what to do; another shows it", async () => {
  const phone = await openPhone(browser, HERE);
  const { page } = phone;
  await makeMarch(page, node.url, MADE);
  await page.getByTestId("local").waitFor();
  assert.equal(await page.getByRole("img").count(), 0);
  await makeMarch(page, `http://${SAFE_HOST}:${new URL(node.url).port}`, MADE);
  await page.getByRole("img").waitFor();
  assert.equal(await page.getByTestId("local").count(), 0);
  await looked(page, "invite");
  await close(phone);
});

test("[W31] the button that copies says so itself, where nothing lies over it", async () => {
  const phone = await openPhone(browser, HERE);
  const { page } = phone;
  const link = await makeMarch(page, node.url, MADE);
  await page.getByTestId("copy").tap();
  await page.getByTestId("copy").filter({ hasText: "Copied" }).waitFor();
  await isInReach(page, "copy");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
  assert.match((await page.getByRole("status").textContent()) ?? "", /Copied/);
  await looked(page, "invite-copied");
  await close(phone);
});

test("[W26] from a share on the map follows, until a finger moves it, and again when told to", async () => {
  const { link } = await makeByApi(node.url, WISH);
  const phone = await openPhone(browser, HERE);
  const { page } = phone;
  await page.goto(link);
  await join(page, "Nurses");
  await share(page);
  const follow = page.getByRole("button", { name: "Follow me" });
  assert.equal(await follow.getAttribute("aria-pressed"), "true");
  const before = await page.getByTestId("map").getAttribute("data-view");
  await goTo(phone, moved(HERE, 0.001, 0));
  await page.locator(`[data-testid="map"]:not([data-view='${before}'])`).waitFor();
  await page.mouse.move(150, 300);
  await page.mouse.down();
  await page.mouse.move(150, 380, { steps: 4 });
  await page.mouse.up();
  await page.locator('[data-testid="follow"][aria-pressed="false"]').waitFor();
  await follow.tap();
  await page.locator('[data-testid="follow"][aria-pressed="true"]').waitFor();
  await close(phone);
});

test("[W29] whoever is asked to join is told how long this march keeps a position", async () => {
  const phone = await openPhone(browser, HERE);
  const link = await makeMarch(phone.page, node.url, MADE);
  const guest = await openPhone(browser, HERE);
  await guest.page.goto(link);
  await guest.page.getByText("It is gone after 30 min.").waitFor();
  await close(phone);
  await close(guest);
});

test("[W19] what does not work says why: no HTTPS, no keys, no invite, a wrong one, no march", async () => {
  const { id, link } = await makeByApi(node.url, WISH);
  const { port } = new URL(node.url);
  const unknown = link.replace(id, "A".repeat(16));
  await tells("insecure", `http://${UNSAFE_HOST}:${port}/march`);
  await tells("uninvited", `${node.url}/march/${id}`);
  await tells("invite", `${node.url}/march/${id}#i=wrong&c=Nurses`, true);
  await tells("missing", unknown, true);
});

test("[W19] a browser that cannot sign is told to be updated", async () => {
  const phone = await openPhone(browser, HERE);
  await phone.page.addInitScript(() => {
    Object.assign(crypto.subtle, {
      generateKey: () => Promise.reject(new Error("NotSupportedError")),
    });
  });
  await phone.page.goto(`${node.url}/march`);
  assert.equal(await noticeOf(phone.page), "old");
  await looked(phone.page, "notice-old");
  await close(phone);
});

test("[W2] a pasted link leads to its march, and anything else stays here with a reason", async () => {
  const { link } = await makeByApi(node.url, WISH);
  const phone = await openPhone(browser, HERE);
  const { page } = phone;
  await page.goto(`${node.url}/march`);
  for (const wrong of ["see you there", link.replace(node.url, "https://example.org")]) {
    await page.getByTestId("paste").fill(wrong);
    await page.getByTestId("open").tap();
    assert.notEqual(await page.getByTestId("trouble").textContent(), "");
    assert.equal(new URL(page.url()).pathname, "/march");
  }
  await looked(page, "start-trouble");
  await page.getByTestId("paste").fill(`Come along: ${link}`);
  await page.getByTestId("open").tap();
  await page.getByTestId("join").waitFor();
  await close(phone);
});

test("[W8] a phone that may not tell its place says so, and shares nothing", async () => {
  const { link } = await makeByApi(node.url, WISH);
  const phone = await openPhone(browser, HERE, { permissions: [] });
  const { page } = phone;
  await page.goto(link);
  await join(page, "Nurses");
  await page.getByTestId("share").tap();
  await page.locator('[data-testid="state"][data-tone="bad"]').waitFor();
  await page.locator('[data-testid="share"][data-sharing="false"]').waitFor();
  await looked(page, "denied");
  await close(phone);
});

/** On the screen as it stands, with nothing over it. */
async function isInReach(page: Page, testId: string): Promise<void> {
  const button = page.getByTestId(testId);
  await button.waitFor();
  const isSeen = await button.evaluate((one) => {
    const { x, y, width, height, bottom } = one.getBoundingClientRect();
    const top = document.elementFromPoint(x + width / 2, y + height / 2);
    return bottom <= innerHeight && (top === one || one.contains(top));
  });
  assert.ok(isSeen, `${testId} is not in reach`);
}

/** A few more nurses, and contingents near and far. */
async function crowd(link: string): Promise<void> {
  const walk = (contingent: string, spots: readonly Spot[]) =>
    spots.map((spot) => walkByApi(link, contingent, [moved(spot, -STRIDE, 0), spot]));
  await Promise.all([
    ...walk("Nurses", around(moved(HERE, 0.0006, -0.0002), 7)),
    ...walk("Tenants", around(moved(HERE, 0.0013, 0.0012), 9)),
    ...walk("Students", around(moved(HERE, -0.0008, -0.0009), 6)),
  ]);
}

function around(centre: Spot, people: number): Spot[] {
  const turn = (i: number): Spot =>
    moved(
      centre,
      SPREAD * Math.sin(i * 2.4) * Math.sqrt(i),
      SPREAD * Math.cos(i * 2.4) * Math.sqrt(i),
    );
  return Array.from({ length: people }, (_, i) => turn(i));
}

function moved({ latitude, longitude }: Spot, north: number, east: number): Spot {
  return { latitude: latitude + north, longitude: longitude + east };
}

async function tells(notice: string, url: string, joining = false): Promise<void> {
  const phone = await openPhone(browser, HERE);
  await phone.page.goto(url);
  if (joining) {
    await phone.page.getByRole("radio").first().check();
    await phone.page.getByTestId("join").tap();
  }
  assert.equal(await noticeOf(phone.page), notice);
  await looked(phone.page, `notice-${notice}`);
  await phone.context.close();
}

async function noticeOf(page: Page): Promise<string | null> {
  return page.getByTestId("notice").getAttribute("data-notice");
}

async function close({ context, complaints }: Phone): Promise<void> {
  await context.close();
  assert.deepEqual(complaints, []);
}
