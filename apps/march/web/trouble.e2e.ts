/**
 * Phones in trouble: their clocks are wrong, the node does not answer, or a bug of ours gets
 * loose. What they show stays true.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { makeByApi } from "./e2e/march-api.ts";
import { isLive, join, personAt, share, showList } from "./e2e/march-steps.ts";
import { type NodeProcess, startNode } from "./e2e/node-process.ts";
import { HERE, openBrowser, openPhone, type Phone, type Spot } from "./e2e/phone.ts";

const EAST: Spot = { latitude: 40.7069, longitude: -74.0105 };
const WISH = { hours: 1, lifetimeSeconds: 3_600, contingents: ["Nurses", "Students"] };
const HOUR_MS = 3_600_000;
/** What Chromium says by itself of a join that is signed anew for the node's time. */
const EXPECTED = /status of 409/;

let node: NodeProcess;
let browser: Browser;

before(async () => {
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
