/**
 * The screen of a phone that shares: kept on, and honest when it is off. The browser's own lock; that
 * the page is hidden is told to it as a browser does, since no headless one hides a page. Run by
 * stewards.e2e.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { comesTrue } from "../../../test/comes-true.ts";
import { makeByApi } from "./e2e/march-api.ts";
import { join, share, stop } from "./e2e/march-steps.ts";
import { HERE, openPhone } from "./e2e/phone.ts";
import { browser, node } from "./e2e/stage.ts";

const WISH = { hours: 1, lifetimeSeconds: 3_600, contingents: ["Nurses"] };

test("[W72] the screen stays on while sharing; a hidden page says paused, and goes on when it is back", async () => {
  const { link } = await makeByApi(node.url, WISH);
  const { context, page, complaints } = await openPhone(browser, HERE, {
    permissions: ["geolocation", "screen-wake-lock"],
  });
  await page.addInitScript(noteLocks);
  await page.goto(link);
  await join(page, "Nurses");
  assert.equal(await locksHeld(page), 0);
  await share(page);
  await isHeld(page, 1);
  assert.equal(await page.title(), "March");

  await page.evaluate(hide, true);
  await page.getByTestId("state").filter({ hasText: "Paused" }).waitFor();
  assert.equal(await page.title(), "Paused · March");
  await isHeld(page, 0);

  await page.evaluate(hide, false);
  await page.locator('[data-testid="state"][data-tone="good"]').waitFor();
  assert.equal(await page.title(), "March");
  await isHeld(page, 1);
  await stop(page);
  await isHeld(page, 0);
  await context.close();
  assert.deepEqual(complaints, []);
});

interface Noted {
  readonly locks: WakeLockSentinel[];
}

/** In the page: keeps what locks the browser gives. */
function noteLocks(): void {
  const locks: WakeLockSentinel[] = [];
  const request = navigator.wakeLock.request.bind(navigator.wakeLock);
  navigator.wakeLock.request = async (type) => {
    const lock = await request(type);
    locks.push(lock);
    return lock;
  };
  Object.assign(globalThis, { locks });
}

/** In the page: what a browser does when another page is shown, and when this one is again. */
function hide(isHidden: boolean): void {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
  document.dispatchEvent(new Event("visibilitychange"));
}

function locksHeld(page: Page): Promise<number> {
  return page.evaluate(
    () => (globalThis as unknown as Noted).locks.filter(({ released }) => !released).length,
  );
}

async function isHeld(page: Page, count: number): Promise<void> {
  await comesTrue(async () => (await locksHeld(page)) === count);
}
