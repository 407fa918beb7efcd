/**
 * Alerts, messages and contingents as several people live them, on phones and with a keyboard
 * alone. Run by said.e2e.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { openByteMeter } from "./e2e/byte-meter.ts";
import { tabTo } from "./e2e/keyboard.ts";
import { looked } from "./e2e/looked.ts";
import { mapIsStill } from "./e2e/map-still.ts";
import { makeByApi } from "./e2e/march-api.ts";
import { isLive, join, makeMarch, share, showList } from "./e2e/march-steps.ts";
import { joinByApi } from "./e2e/march-voice.ts";
import { HERE, openPhone, type Phone, type Spot } from "./e2e/phone.ts";
import { browser, node } from "./e2e/stage.ts";

const EAST: Spot = { latitude: 40.7069, longitude: -74.0105 };
const NORTH: Spot = { latitude: 40.7077, longitude: -74.0117 };
const MADE = { name: "Saturday", contingents: "Nurses, Students" };
const WISH = { hours: 1, lifetimeSeconds: 1_800, contingents: ["Nurses", "Students"] };
/** What Chromium says by itself of a socket that finds nobody. */
const OFFLINE = /^WebSocket connection to \S+ failed/;

test("[W50] [W51] [W52] [W54] [W56] told in two taps; a rumour for all until a steward confirms it", async () => {
  const [maker, guest] = await Promise.all([openPhone(browser, EAST), openPhone(browser, HERE)]);
  const link = await makeMarch(maker.page, node.url, MADE);
  await maker.page.getByTestId("join-myself").tap();
  await guest.page.goto(link);
  await Promise.all([maker, guest].map(({ page }) => join(page, "Nurses")));
  await share(guest.page);
  await guest.page.getByTestId("tell").tap();
  await looked(guest.page, "alert-kinds");
  await guest.page.getByTestId("tell-exit").tap();
  await guest.page.getByTestId("told").waitFor();

  await showList(maker.page);
  await alert(maker.page, "exit", "unconfirmed").tap();
  assert.match(await worth(maker.page), /^Not confirmed: 1 person says so$/);
  await maker.page.getByTestId("confirmed").tap();
  await maker.page.locator('[data-testid="worth"][data-state="confirmed"]').waitFor();
  assert.match(await worth(maker.page), /^Confirmed by a steward$/);
  await maker.page.getByTestId("show-alert").tap();
  await maker.page.getByTestId("alert-card").waitFor();
  await looked(maker.page, "alert-card");

  await maker.page.getByTestId("feed").tap();
  await maker.page.getByText("To everyone").locator("..").getByRole("radio").check();
  await write(maker.page, "We start at three.");
  await guest.page.locator('[data-testid="feed"][data-unread="1"]').waitFor();
  await maker.page.getByRole("button", { name: "Back", exact: true }).tap();
  await showList(maker.page);

  await guest.page.getByTestId("news").filter({ hasText: "Confirmed: Exit" }).waitFor();
  const spoken = guest.page.getByTestId("news-spoken");
  assert.equal(await spoken.textContent(), "Confirmed: Exit");
  await showList(guest.page);
  await alert(guest.page, "exit", "confirmed").tap();
  await guest.page.getByTestId("withdraw-alert").tap();
  await alert(maker.page, "exit", "confirmed").waitFor({ state: "detached" });
  await close(maker, guest);
});

test("[W50] with a keyboard alone: Enter on the map, the cross, Enter, a kind", async () => {
  const { link } = await makeByApi(node.url, WISH);
  const phone = await openPhone(browser, HERE, { isMobile: false, hasTouch: false });
  const { page } = phone;
  await page.goto(link);
  await join(page, "Nurses");
  await page.getByTestId("share").click();
  await page.locator('[data-testid="state"][data-tone="good"]').waitFor();
  // Keys are heard once the map is loaded.
  await mapIsStill(page);
  await tabTo(page, '[data-testid="map"]');
  await page.keyboard.press("Enter");
  await page.getByTestId("aim").waitFor();
  await looked(page, "alert-aim");
  // What the map does by itself, as to show whoever begins to share, is not what the key does.
  await mapIsStill(page);
  const before = await page.getByTestId("map").getAttribute("data-view");
  await page.keyboard.press("ArrowRight");
  await page.locator(`[data-testid="map"]:not([data-view='${before}'])`).waitFor();
  await mapIsStill(page);
  await page.keyboard.press("Enter");
  await tabTo(page, '[data-testid="tell-danger"]');
  await page.keyboard.press("Space");
  await page.getByTestId("list").click();
  // Not where this phone is: the keys moved the cross.
  await alert(page, "danger", "unconfirmed")
    .filter({ hasText: /\d+ m east/ })
    .waitFor();
  await close(phone);
});

test("[W50] whoever has blurred their position is asked before an alert tells where they are", async () => {
  const { link } = await makeByApi(node.url, WISH);
  const phone = await openPhone(browser, HERE);
  const { page } = phone;
  await page.goto(link);
  await join(page, "Nurses");
  await page.getByTestId("menu").tap();
  await page.getByTestId("settings").tap();
  await page.getByLabel("about 200 m").check();
  await page.getByRole("button", { name: "Back", exact: true }).tap();
  await page.getByTestId("tell").tap();
  await page.getByTestId("exact").waitFor();
  assert.equal(await page.getByTestId("tell-exit").getAttribute("aria-disabled"), "true");
  await looked(page, "alert-blurred");
  await page.getByTestId("here").tap();
  await page.locator('[data-testid="tell-exit"][aria-disabled="false"]').tap();
  await page.getByTestId("told").waitFor();
  await close(phone);
});

test("[W50] a phone that gives no position tells of a place that is held on the map, and says so", async () => {
  const { link } = await makeByApi(node.url, WISH);
  await joinByApi(link, "Nurses").then((voice) => voice.tell("medic", HERE));
  const phone = await openPhone(browser, HERE, { permissions: [] });
  const { page } = phone;
  await page.goto(link);
  await join(page, "Nurses");
  await page.getByTestId("tell").tap();
  await page.getByTestId("no-place").filter({ hasText: "gives no position" }).waitFor();
  assert.equal(await page.getByTestId("tell-exit").getAttribute("aria-disabled"), "true");
  await page.getByRole("button", { name: "Cancel" }).tap();
  await page.mouse.move(120, 300);
  await page.mouse.down();
  await page.getByTestId("elsewhere").filter({ hasText: "Chosen on the map" }).waitFor();
  await page.mouse.up();
  for (const kind of ["exit", "danger", "route"]) {
    if (kind !== "exit") await hold(page);
    await page.getByTestId(`tell-${kind}`).tap();
    await page.getByTestId("told").waitFor();
  }
  await hold(page);
  await page.getByTestId("alerts-left").filter({ hasText: "You have told many" }).waitFor();
  await close(phone);
});

test("[W53] without a network an alert says that it was not sent; a word on one that is gone is refused", async () => {
  const line = await openByteMeter(node.url);
  const { link } = await makeByApi(node.url, WISH);
  const voice = await joinByApi(link, "Nurses");
  const gone = await voice.tell("police-line", NORTH);
  const phone = await openPhone(browser, HERE);
  const { page } = phone;
  await page.goto(link.replace(node.url, line.url));
  await join(page, "Nurses");
  await share(page);
  await showList(page);
  await alert(page, "police-line", "unconfirmed").waitFor();
  line.cut();
  await page.locator('[data-testid="link-state"][data-state="offline"]').waitFor();
  await page.getByTestId("tell-here").tap();
  await page.getByTestId("tell-medic").tap();
  await alert(page, "medic", "unconfirmed").filter({ hasText: "Not sent yet" }).waitFor();
  await alert(page, "police-line", "unconfirmed").tap();
  await page.getByTestId("confirmed").tap();
  await page.getByRole("button", { name: "Close" }).last().tap();
  await voice.withdraw(gone);
  line.mend();
  await page.evaluate(() => dispatchEvent(new Event("online")));
  await alert(page, "medic", "unconfirmed").filter({ hasText: "1 person says so" }).waitFor();
  await page.getByTestId("refused").filter({ hasText: "It is over already" }).waitFor();
  await looked(page, "alert-refused");
  await page.getByTestId("refused").getByRole("button", { name: "Close" }).tap();
  await page.getByTestId("refused").waitFor({ state: "detached" });
  await close(phone);
  await line.close();
});

test("[W55] [W56] messages: counted until they are shown, their number told before it is too much", async () => {
  const { link } = await makeByApi(node.url, WISH);
  const [voice, phone] = [await joinByApi(link, "Nurses"), await openPhone(browser, HERE)];
  const { page } = phone;
  await page.goto(link);
  await join(page, "Nurses");
  await page.getByTestId("feed").tap();
  await page.getByTestId("feed-empty").waitFor();
  await page.getByRole("button", { name: "Back", exact: true }).tap();
  const told = await voice.post("Water at the north corner of the square.");
  await voice.post("We turn left at the bank, slowly: wait for the drums.");
  await page.locator('[data-testid="feed"][data-unread="2"]').waitFor();
  await page.getByTestId("feed").tap();
  await page.getByText("Water at the north corner").waitFor();
  for (const said of ["one", "two", "three", "four"]) await write(page, said);
  await page.getByTestId("posts-left").filter({ hasText: "2 more" }).waitFor();
  await looked(page, "messages");
  await write(page, "five");
  await write(page, "six");
  await page.getByTestId("posts-left").filter({ hasText: "You have written much" }).waitFor();
  await page.getByTestId("message").fill("seven");
  await page.getByTestId("send").tap();
  await page.getByTestId("trouble").filter({ hasText: "You have written much" }).waitFor();
  await voice.takeBack(told);
  await page.getByText("Water at the north corner").waitFor({ state: "detached" });
  await page.getByTestId("take-back").first().tap();
  await page.getByText("six", { exact: true }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Back", exact: true }).tap();
  await page.locator('[data-testid="feed"][data-unread="0"]').waitFor();
  await page.reload();
  await isLive(page);
  await voice.post("The drums are here.");
  await page.locator('[data-testid="feed"][data-unread="1"]').waitFor();
  await close(phone);
});

test("[W57] a contingent is named, joined, made and left, and whoever shares goes on sharing", async () => {
  const { link } = await makeByApi(node.url, WISH);
  const [phone, other] = await Promise.all([openPhone(browser, HERE), openPhone(browser, EAST)]);
  const { page } = phone;
  for (const one of [phone, other]) {
    await one.page.goto(link);
    await join(one.page, one === phone ? "Nurses" : "Students");
    await share(one.page);
  }
  await page.getByTestId("contingents").tap();
  await page.getByTestId("change-banner").tap();
  await page.getByTestId("name-own").fill("Night shift");
  await page.getByLabel("orange").first().check();
  await page.getByTestId("banner-own").tap();

  await other.page.getByTestId("contingents").tap();
  const named = other.page.locator('[data-name="Night shift"]');
  await named.waitFor();
  await other.page.getByTestId("name-new").fill("night SHIFT");
  await other.page.getByTestId("banner-new").tap();
  // Not one more of that name, but the one that has it.
  await other.page.getByRole("heading", { name: "Join Night shift?" }).waitFor();
  await other.page.getByTestId("confirm").tap();
  await other.page
    .locator('[data-testid="my-contingent"] > h2', { hasText: "Night shift" })
    .waitFor();
  await other.page.getByText("Only who gave it its name").waitFor();
  await looked(other.page, "contingents");
  await other.page.getByRole("button", { name: "Back", exact: true }).tap();
  await other.page.locator('[data-testid="state"][data-tone="good"]').waitFor();

  await page.getByRole("button", { name: "Back", exact: true }).tap();
  await showList(page);
  await page.locator("[data-person]").nth(1).waitFor();
  await page.getByTestId("contingents").tap();
  await page.getByTestId("leave-contingent").tap();
  await page.getByTestId("confirm").tap();
  await page.locator('[data-testid="my-contingent"] > h2', { hasText: "Alone" }).waitFor();
  await page.getByTestId("name-new").fill("Drummers");
  await page.getByTestId("banner-new").tap();
  await page.locator('[data-name="Drummers"]', { hasText: "you are here" }).waitFor();
  await close(phone, other);
});

function alert(page: Page, kind: string, state: string) {
  return page.locator(`[data-alert="${kind}"][data-state="${state}"]`).getByRole("button");
}

async function worth(page: Page): Promise<string> {
  return (await page.getByTestId("worth").textContent()) ?? "";
}

/** A finger on the map, until the page has noticed. */
async function hold(page: Page): Promise<void> {
  await page.mouse.move(120, 420);
  await page.mouse.down();
  await page.getByTestId("elsewhere").waitFor();
  await page.mouse.up();
}

async function write(page: Page, said: string): Promise<void> {
  await page.getByTestId("message").fill(said);
  await page.getByTestId("send").tap();
  await page.locator('.post[data-waits="false"]', { hasText: said }).first().waitFor();
}

async function close(...phones: readonly Phone[]): Promise<void> {
  for (const { context, complaints } of phones) {
    await context.close();
    assert.deepEqual(
      complaints.filter((said) => !OFFLINE.test(said)),
      [],
    );
  }
}
