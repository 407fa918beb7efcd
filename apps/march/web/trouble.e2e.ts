/**
 * Phones in trouble: their clocks are wrong, the node does not answer, or a bug of ours gets
 * loose. What they show stays true.
 */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { barriersOn } from "./e2e/axe.ts";
import { makeByApi } from "./e2e/march-api.ts";
import { isLive, join, personAt, share, showList } from "./e2e/march-steps.ts";
import { type NodeProcess, startNode } from "./e2e/node-process.ts";
import { HERE, openBrowser, openPhone, type Phone, type Spot } from "./e2e/phone.ts";

const PICTURES = fileURLToPath(new URL("../../../artifacts/march/", import.meta.url));
const EAST: Spot = { latitude: 40.7069, longitude: -74.0105 };
const WISH = { hours: 1, lifetimeSeconds: 3_600, contingents: ["Nurses", "Students"] };
const HOUR_MS = 3_600_000;
/** What Chromium says by itself of a join that is signed anew for the node's time. */
const EXPECTED = /status of 409/;

let node: NodeProcess;
let browser: Browser;

before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  [node, browser] = await Promise.all([startNode(), openBrowser()]);
});

after(async () => {
  await browser.close();
  await node.close();
});

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

// The last: it stops the node under everyone else's feet.
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
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.screenshot({ path: `${PICTURES}leave-offline-${colorScheme}.png` });
    assert.deepEqual(await barriersOn(page), []);
  }
  await page.getByTestId("confirm").tap();
  await page.getByTestId("make").waitFor();
  assert.equal(await page.locator("a.row").count(), 0);
  await phone.context.close();
  await node.start();
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
