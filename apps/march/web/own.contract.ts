/**
 * What is one's own, without a network too; the narrowest phone in the longest language; and a
 * steward with a keyboard alone. Run by stewards.e2e.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openByteMeter } from "./e2e/byte-meter.ts";
import { tabTo } from "./e2e/keyboard.ts";
import { looked } from "./e2e/looked.ts";
import { join, makeMarch, personAt, share, showList } from "./e2e/march-steps.ts";
import { HERE, openPhone, type Spot } from "./e2e/phone.ts";
import { browser, node } from "./e2e/stage.ts";
import { choose, openScreen } from "./e2e/steward-steps.ts";
import { tooWide } from "./e2e/too-wide.ts";

const EAST: Spot = { latitude: 40.7069, longitude: -74.0105 };
const MADE = { name: "Saturday", contingents: "Nurses" };
const NARROW = { viewport: { width: 320, height: 568 }, locale: "es-MX" };

test("[W63] [W69] without a network nothing is decided, and what is taken back goes later", async () => {
  const line = await openByteMeter(node.url);
  const [maker, guest] = await Promise.all([openPhone(browser, EAST), openPhone(browser, HERE)]);
  const link = await makeMarch(maker.page, line.url, MADE);
  await maker.page.getByTestId("join-myself").tap();
  await guest.page.goto(link.replace(line.url, node.url));
  await Promise.all([maker, guest].map(({ page }) => join(page, "Nurses")));
  await Promise.all([maker, guest].map(({ page }) => share(page)));
  await showList(guest.page);
  await personAt(guest.page, EAST).waitFor();

  await maker.page.getByTestId("feed").tap();
  await maker.page.getByTestId("message").fill("Water at the fountain");
  await maker.page.getByTestId("send").tap();
  await maker.page.locator('[data-waits="false"]').waitFor();
  await openScreen(maker.page, "mine");
  await maker.page.locator('[data-fact="Position"]', { hasText: "until" }).waitFor();
  await maker.page.locator('[data-fact="Messages you wrote"]', { hasText: "1" }).waitFor();
  await looked(maker.page, "mine");
  line.cut();
  await openScreen(maker.page, "stewards");
  await maker.page.getByTestId("needs-network").filter({ hasText: "No connection" }).waitFor();
  await looked(maker.page, "stewards-offline");
  await maker.page.getByTestId("members").tap();
  await choose(maker.page, "");
  await maker.page.getByTestId("vouch").tap();
  await maker.page.getByTestId("confirm").tap();
  await maker.page.getByTestId("trouble").filter({ hasText: "Nothing was done" }).waitFor();
  await maker.page.getByTestId("close-member").tap();

  await maker.page.goBack();
  await openScreen(maker.page, "mine");
  await maker.page.getByTestId("take-back").tap();
  await looked(maker.page, "take-back");
  await maker.page.getByTestId("confirm").tap();
  await maker.page.getByTestId("taken-back").filter({ hasText: "waits" }).waitFor();
  assert.equal(await personAt(guest.page, EAST).count(), 1);
  line.mend();
  await maker.page.evaluate(() => dispatchEvent(new Event("online")));
  await personAt(guest.page, EAST).waitFor({ state: "detached" });
  await guest.page.getByTestId("feed").tap();
  await guest.page.getByTestId("feed-empty").waitFor();
  await maker.page.locator('[data-fact="Position"]', { hasText: "none" }).waitFor();
  await Promise.all([maker, guest].map(({ context }) => context.close()));
  await line.close();
});

test("[W39] [W60] [W64] in Spanish no screen of stewards is wider than a phone of 320 pixels, and no answer moves a button", async () => {
  const phone = await openPhone(browser, HERE, NARROW);
  const { page } = phone;
  const made = { name: "Marcha por la sanidad pública", contingents: "Enfermería" };
  const link = await makeMarch(page, node.url, made);
  const other = await openPhone(browser, HERE);
  await other.page.goto(link);
  await join(other.page, "Enfermería");
  await share(other.page);
  await page.getByTestId("join-myself").tap();
  await join(page, "Enfermería");
  const seen = async (name: string): Promise<void> => {
    assert.deepEqual(await page.evaluate(tooWide), [], name);
  };
  const back = () => page.getByRole("button", { name: "Atrás", exact: true }).tap();
  await openScreen(page, "mine");
  await seen("mine");
  await back();
  await openScreen(page, "stewards");
  await seen("stewards");
  await page.getByTestId("links").tap();
  await page.getByTestId("link-label").fill("Enfermería del turno de noche");
  await page.getByTestId("make-link").tap();
  await page.getByTestId("invite-link").waitFor();
  await seen("links");
  await page.getByTestId("close-link").first().tap();
  await seen("close-link");
  await page.keyboard.press("Escape");
  await back();
  await page.getByTestId("members").tap();
  await seen("members");
  await choose(page, "");
  await seen("member");
  await page.getByTestId("remove").tap();
  await page.getByLabel("dejarlo abierto").waitFor();
  await seen("remove");
  const room = page.locator(".removal-branch");
  const [high, kept] = await room.evaluate((box) => {
    return [box.getBoundingClientRect().height, Number.parseFloat(getComputedStyle(box).minHeight)];
  });
  assert.equal(high, kept);
  await page.getByTestId("close-member").tap();
  await back();
  await page.getByTestId("end").tap();
  await seen("end");
  await Promise.all([phone, other].map(({ context }) => context.close()));
});

test("[W31] [W60] a steward hands over with a keyboard alone, and the focus is always seen", async () => {
  const keys = { isMobile: false, hasTouch: false };
  const maker = await openPhone(browser, EAST, keys);
  const guest = await openPhone(browser, HERE);
  const { page } = maker;
  await guest.page.goto(await makeMarch(page, node.url, MADE));
  await join(guest.page, "Nurses");
  await share(guest.page);
  await page.getByTestId("join-myself").click();
  await join(page, "Nurses");
  for (const step of ["menu", "stewards", "members"]) {
    await tabTo(page, `[data-testid="${step}"]`);
    await page.keyboard.press("Enter");
  }
  for (const [seen, step] of [
    ["[data-member]", "[data-member]"],
    ["dialog", '[data-testid="hand-over"]'],
    ['[data-testid="confirm"]', '[data-testid="confirm"]'],
  ] as const) {
    await page.locator(seen).waitFor();
    await tabTo(page, step);
    await page.keyboard.press("Enter");
  }
  await page.getByTestId("decided").filter({ hasText: "and you are not" }).waitFor();
  await page.keyboard.press("Escape");
  await guest.page.getByTestId("heed").waitFor();
  await page.getByTestId("heed").waitFor();
  assert.equal(await page.getByTestId("members").count(), 0);
  await Promise.all([maker, guest].map(({ context }) => context.close()));
});
