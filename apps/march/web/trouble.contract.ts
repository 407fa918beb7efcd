/**
 * Phones in trouble: their clocks are wrong, the node does not answer, or a bug of ours gets
 * loose. What they show stays true. Run by phones.e2e.ts, while a minute passes there.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { looked } from "./e2e/looked.ts";
import { makeByApi } from "./e2e/march-api.ts";
import { isLive, join, makeMarch, personAt, share, showList } from "./e2e/march-steps.ts";
import { HERE, openPhone, type Phone, type Spot } from "./e2e/phone.ts";
import { browser, node } from "./e2e/stage.ts";

const EAST: Spot = { latitude: 40.7069, longitude: -74.0105 };
const WISH = { hours: 1, lifetimeSeconds: 3_600, contingents: ["Nurses", "Students"] };
const HOUR_MS = 3_600_000;
/** What Chromium says by itself of a join that is signed anew for the node's time. */
const EXPECTED = /status of 409/;

for (const [name, aheadMs] of [
  ["ahead", HOUR_MS],
  ["behind", -HOUR_MS],
] as const) {
  test(`[W10] a phone whose clock is an hour ${name} sees others, and is seen`, async () => {
    const { link } = await makeByApi(node.url, { ...WISH, lifetimeSeconds: 1_800 });
    const [right, wrong] = await Promise.all([
      openPhone(browser, EAST),
      openWrongPhone(HERE, aheadMs),
    ]);
    for (const { page } of [right, wrong]) {
      await page.goto(link);
      await join(page, "Nurses");
      await share(page);
      await showList(page);
    }
    for (const { page } of [right, wrong]) {
      await personAt(page, EAST).waitFor();
      await personAt(page, HERE).waitFor();
    }
    await close(right, wrong);
  });
}

test("[W15] a phone whose clock is a day ahead keeps the march that it is in", async () => {
  const { link } = await makeByApi(node.url, WISH);
  const phone = await openWrongPhone(HERE, 24 * HOUR_MS);
  await phone.page.goto(link);
  await join(phone.page, "Nurses");
  await phone.page.reload();
  await isLive(phone.page);
  await close(phone);
});

test("[W19] a bug that gets loose ends in a screen that says so, also before the first one", async () => {
  const phone = await openPhone(browser, HERE);
  const { page } = phone;
  await page.goto(`${node.url}/march`);
  await page.getByTestId("make").waitFor();
  await page.evaluate(() => {
    void Promise.reject(new Error("loose"));
  });
  await page.locator('[data-notice="broken"]').waitFor();
  await page.addInitScript(() => {
    IDBObjectStore.prototype.getAll = () => {
      throw new Error("loose");
    };
  });
  await page.reload();
  await page.locator('[data-notice="broken"]').waitFor();
  await phone.context.close();
});

test("[W25] a display link asks for no contingent, says that it only watches, and shows everyone", async () => {
  const [maker, student, display] = await Promise.all([
    openPhone(browser, EAST),
    openPhone(browser, HERE),
    openPhone(browser, HERE),
  ]);
  const made = { name: "Saturday", contingents: "Nurses, Students" };
  const link = await makeMarch(maker.page, node.url, made);
  await student.page.goto(link);
  await join(student.page, "Students");
  await maker.page.getByTestId("join-myself").tap();
  await join(maker.page, "Nurses");
  await Promise.all([maker, student].map(({ page }) => share(page)));
  await maker.page.getByTestId("menu").tap();
  await maker.page.getByTestId("invite").tap();
  await maker.page.getByTestId("make-display").tap();
  const watch = await maker.page.getByTestId("invite-link").nth(1).inputValue();

  const { page } = display;
  await page.goto(watch);
  await page.getByTestId("join").waitFor();
  assert.equal(await page.getByRole("radio").count(), 0);
  await looked(page, "watch");
  await page.getByTestId("join").tap();
  await isLive(page);
  await showList(page);
  for (const spot of [EAST, HERE]) await personAt(page, spot).waitFor();
  assert.equal(await page.getByTestId("share").count(), 0);
  assert.match((await page.getByTestId("state").textContent()) ?? "", /only watches/);
  await looked(page, "watching");
  await close(maker, student, display);
});

async function openWrongPhone(at: Spot, aheadMs: number): Promise<Phone> {
  const phone = await openPhone(browser, at);
  await phone.context.addInitScript((ms) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + ms;
  }, aheadMs);
  return phone;
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
