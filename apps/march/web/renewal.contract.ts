/** A node that is updated while its page is open. Run by offline.e2e.ts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { comesTrue } from "../../../test/comes-true.ts";
import { openChangingNode } from "./e2e/changing-node.ts";
import { looked } from "./e2e/looked.ts";
import { HERE, openPhone } from "./e2e/phone.ts";
import { browser, node } from "./e2e/stage.ts";

test("[W34] a newer build waits for a tap: the page says so, and is not loaded anew before", async () => {
  const changing = await openChangingNode(node.url);
  const { context, page } = await openPhone(browser, HERE);
  await page.goto(`${changing.url}/march`);
  await comesTrue(() => page.evaluate(() => navigator.serviceWorker.controller !== null));
  assert.equal(await page.getByTestId("renewal").count(), 0);
  await page.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
  changing.update();
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await page.getByTestId("renewal").waitFor();
  await looked(page, "renewal");
  assert.equal(await page.evaluate(() => "isSamePage" in globalThis), true);
  await page.getByTestId("renew").tap();
  // While it is loaded anew nothing can be asked of it.
  await comesTrue(() => page.evaluate(() => !("isSamePage" in globalThis)).catch(() => false));
  await page.getByTestId("make").waitFor();
  assert.equal(await page.getByTestId("renewal").count(), 0);
  const waiting = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return registration?.waiting === null;
  });
  assert.equal(waiting, true);
  await context.close();
  await changing.close();
});
