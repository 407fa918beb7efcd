/**
 * Stewards at their phones, and those about whom they decide: what each of them sees of it. Run by
 * stewards.e2e.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { comesTrue } from "../../../test/comes-true.ts";
import { looked } from "./e2e/looked.ts";
import { isLive, join, makeMarch, share } from "./e2e/march-steps.ts";
import { HERE, openPhone, type Phone, type Spot } from "./e2e/phone.ts";
import { browser, node } from "./e2e/stage.ts";
import { choose, goBack, openScreen } from "./e2e/steward-steps.ts";

const EAST: Spot = { latitude: 40.7069, longitude: -74.0105 };
const MADE = { name: "Saturday", contingents: "Nurses, Students" };
/** What Chromium says by itself of a join that is refused. */
const EXPECTED = /status of 403/;

test("[W60] [W61] [W67] a steward appoints who is there: that phone is told once, and may do it too", async () => {
  const { maker, guest } = await twoPhones();
  await openScreen(guest.page, "stewards");
  await guest.page.locator("[data-steward]").waitFor();
  assert.equal(await guest.page.getByTestId("members").count(), 0);
  await looked(guest.page, "stewards-plain");
  await openScreen(guest.page, "mine");
  const sign = (await guest.page.getByTestId("my-sign").textContent()) ?? "";
  await backTo(guest.page);
  await share(guest.page);

  await openScreen(maker.page, "stewards");
  await maker.page.getByTestId("only-one").waitFor();
  assert.equal(await maker.page.getByTestId("resign").count(), 0);
  await looked(maker.page, "stewards");
  await maker.page.getByTestId("members").tap();
  await choose(maker.page, sign.slice(0, 5).toLowerCase());
  assert.equal(await maker.page.getByTestId("member-sign").textContent(), sign);
  await looked(maker.page, "member");
  await maker.page.getByTestId("vouch").tap();
  await maker.page.getByTestId("confirm").tap();
  await maker.page.getByTestId("decided").filter({ hasText: "by itself now" }).waitFor();
  await maker.page.getByTestId("close-member").tap();
  await choose(maker.page, sign);
  await maker.page.getByTestId("appoint").tap();
  await looked(maker.page, "appoint");
  await maker.page.getByTestId("confirm").tap();
  await maker.page.getByTestId("decided").filter({ hasText: "steward now" }).waitFor();
  await maker.page.getByTestId("close-member").tap();

  await guest.page.getByTestId("heed").waitFor();
  await looked(guest.page, "appointed");
  await guest.page.getByTestId("heed").tap();
  await openScreen(guest.page, "stewards");
  await guest.page.getByTestId("members").waitFor();
  assert.equal(await guest.page.locator("[data-steward]").count(), 2);
  await guest.page.reload();
  await guest.page.getByTestId("resign").waitFor();
  assert.equal(await guest.page.getByTestId("heed").count(), 0);

  await goBack(maker.page);
  await maker.page.getByTestId("resign").tap();
  await maker.page.getByTestId("confirm").tap();
  await maker.page.getByTestId("heed").waitFor();
  assert.equal(await maker.page.getByTestId("members").count(), 0);
  await guest.page.getByTestId("only-one").waitFor();
  await close(maker, guest);
});

test("[W64] [W66] [W68] removed with the link closed: that phone is told, and nobody else joins by it", async () => {
  const { maker } = await twoPhones();
  await openScreen(maker.page, "stewards");
  await maker.page.getByTestId("links").tap();
  await maker.page.getByTestId("make-link").tap();
  await maker.page.getByTestId("trouble").filter({ hasText: "who it is for" }).waitFor();
  await maker.page.getByTestId("link-label").fill("Night shift");
  await maker.page.getByTestId("make-link").tap();
  const link = await maker.page.getByTestId("invite-link").inputValue();
  const line = maker.page.locator("[data-link]", { hasText: "Night shift" });
  await line.getByTestId("came").filter({ hasText: "0 people" }).waitFor();
  const first = maker.page.locator("[data-link]").first();
  await first.getByTestId("close-link").tap();
  await maker.page.getByTestId("confirm").tap();
  await first.getByTestId("came").filter({ hasText: "2 people came · closed" }).waitFor();
  await looked(maker.page, "links");
  await goBack(maker.page);
  await goBack(maker.page);
  await maker.page.getByTestId("menu").tap();
  await maker.page.getByTestId("invite").tap();
  // The march says which are closed, some time after the screen is there.
  const address = maker.page.locator("input.address");
  await comesTrue(async () => (await address.inputValue()) === link);
  await goBack(maker.page);

  const flooder = await openPhone(browser, HERE);
  await flooder.page.goto(link);
  await join(flooder.page, "Students");
  await flooder.page.getByTestId("feed").tap();
  await flooder.page.getByTestId("message").fill("Buy here");
  await flooder.page.getByTestId("send").tap();
  await maker.page.getByTestId("feed").tap();
  await maker.page.locator('input[name="feed"][value="Students"]').check();
  await maker.page.getByTestId("decide-about").tap();
  await maker.page.getByTestId("remove").tap();
  await maker.page.getByText("Nobody else came by it").waitFor();
  await maker.page.getByLabel("close it").check();
  await looked(maker.page, "remove");
  await maker.page.getByTestId("confirm").tap();
  await maker.page.getByTestId("decided").filter({ hasText: "link is closed" }).waitFor();
  await maker.page.getByTestId("close-member").tap();
  await maker.page.getByText("Buy here").waitFor({ state: "detached" });
  await goBack(maker.page);
  await maker.page.getByTestId("menu").tap();
  await maker.page.getByTestId("invite").tap();
  await maker.page.getByTestId("link-closed").waitFor();
  await looked(maker.page, "invite-closed");

  await isToldOf(flooder.page, "removed");
  await looked(flooder.page, "notice-removed");
  await flooder.page.reload();
  await isToldOf(flooder.page, "removed");
  await flooder.page.getByTestId("forget").tap();
  await flooder.page.getByTestId("make").waitFor();
  assert.equal(await flooder.page.locator("a.row").count(), 0);

  const late = await openPhone(browser, HERE);
  await late.page.goto(link);
  await late.page.getByLabel("Students").check();
  await late.page.getByTestId("join").tap();
  await isToldOf(late.page, "revoked");
  await looked(late.page, "notice-revoked");
  await close(maker, flooder, late);
});

test("[W65] [W68] a march ends for everyone after its word was typed, and both are told by whom", async () => {
  const { maker, guest } = await twoPhones();
  await openScreen(maker.page, "stewards");
  await maker.page.getByTestId("end").tap();
  await maker.page.getByTestId("confirm").tap();
  await maker.page.getByTestId("trouble").filter({ hasText: "END" }).waitFor();
  await isLive(guest.page);
  await looked(maker.page, "end");
  await maker.page.getByTestId("end-word").fill("end ");
  await maker.page.getByTestId("confirm").tap();
  for (const { page } of [maker, guest]) await isToldOf(page, "stopped");
  await looked(guest.page, "notice-stopped");
  await close(maker, guest);
});

interface TwoPhones {
  /** At `EAST`; the steward. */
  readonly maker: Phone;
  /** At `HERE`. */
  readonly guest: Phone;
}

async function twoPhones(): Promise<TwoPhones> {
  const [maker, guest] = await Promise.all([openPhone(browser, EAST), openPhone(browser, HERE)]);
  const link = await makeMarch(maker.page, node.url, MADE);
  await maker.page.getByTestId("join-myself").tap();
  await guest.page.goto(link);
  await Promise.all([maker, guest].map(({ page }) => join(page, "Nurses")));
  return { maker, guest };
}

async function backTo(page: Page): Promise<void> {
  await goBack(page);
  await page.getByTestId("menu").waitFor();
}

async function isToldOf(page: Page, notice: string): Promise<void> {
  await page.locator(`[data-testid="notice"][data-notice="${notice}"]`).waitFor();
}

async function close(...phones: readonly Phone[]): Promise<void> {
  for (const { context, complaints } of phones) {
    await context.close();
    assert.deepEqual(
      complaints.filter((said) => !EXPECTED.test(said)),
      [],
    );
  }
}
