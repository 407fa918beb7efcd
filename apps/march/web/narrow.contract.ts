/**
 * The narrowest phone in the longest language, and phones whose clocks are wrong. Run by
 * offline.e2e.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { looked } from "./e2e/looked.ts";
import { makeByApi } from "./e2e/march-api.ts";
import { isLive, join, share, showList } from "./e2e/march-steps.ts";
import { HERE, openPhone, UNSAFE_HOST } from "./e2e/phone.ts";
import { browser, node } from "./e2e/stage.ts";
import { tooWide } from "./e2e/too-wide.ts";

const WISH = { hours: 1, lifetimeSeconds: 3_600, contingents: ["Enfermería", "Estudiantes"] };
const NARROW = { viewport: { width: 320, height: 568 }, locale: "es-MX" };
const MINUTE_MS = 60_000;

test("[W39] in Spanish no screen is wider than a phone of 320 pixels, and all is Spanish", async () => {
  const phone = await openPhone(browser, HERE, NARROW);
  const { page } = phone;
  const { link } = await makeByApi(node.url, WISH);
  const seen = async (name: string): Promise<void> => {
    assert.deepEqual(await page.evaluate(tooWide), [], name);
    await looked(page, `es-320-${name}`);
  };
  await page.goto(`${node.url}/march`);
  await page.getByTestId("make").waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "es");
  await seen("start");
  for (const screen of ["make", "settings", "security"]) {
    await page.getByTestId(screen).tap();
    await page.getByRole("button", { name: "Atrás" }).waitFor();
    await seen(screen);
    await page.getByRole("button", { name: "Atrás" }).tap();
  }
  await page.goto(link);
  await page.getByTestId("join").waitFor();
  await seen("join");
  await join(page, "Enfermería");
  await share(page);
  await seen("map");
  await showList(page);
  await seen("list");
  await page.getByTestId("menu").tap();
  await seen("menu");
  await page.getByTestId("panic").tap();
  await page.getByTestId("confirm").waitFor();
  // In the last hour of a day a weekday stands before it.
  await page.locator("dialog p", { hasText: /hasta .*\d:\d/ }).waitFor();
  await seen("panic");
  await page.goto(`${node.url.replace("127.0.0.1", UNSAFE_HOST)}/march`);
  await page.locator('[data-notice="insecure"]').waitFor();
  await seen("insecure");
  await phone.context.close();
});

test("[W37] [W39] language, colours and how exact are set on the phone, and are there again", async () => {
  const phone = await openPhone(browser, HERE);
  const { page } = phone;
  await page.goto(`${node.url}/march`);
  await page.getByTestId("settings").tap();
  await page.getByLabel("about 200 m").check();
  await page.getByLabel("dark", { exact: true }).check();
  await page.getByLabel("Español").check();
  await page.getByRole("heading", { name: "Ajustes" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Ajustes" }).waitFor();
  assert.equal(await page.getByLabel("unos 200 m").isChecked(), true);
  assert.equal(await page.getByLabel("oscuro").isChecked(), true);
  const ground = await page.evaluate(
    () => getComputedStyle(document.documentElement).backgroundColor,
  );
  assert.equal(ground, "rgb(20, 22, 26)");
  await phone.context.close();
});

for (const [name, aheadMs, said] of [
  ["40 minutes slow", -40 * MINUTE_MS, /40 min slow|39 min slow/],
  ["2 minutes fast", 2 * MINUTE_MS + 500, /2 min fast/],
] as const) {
  test(`[W40] a phone whose clock is ${name} works, and is told`, async () => {
    const { link } = await makeByApi(node.url, WISH);
    const phone = await openPhone(browser, HERE);
    const { page } = phone;
    await page.addInitScript((ms) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + ms;
    }, aheadMs);
    await page.goto(link);
    await join(page, "Enfermería");
    await share(page);
    await page.getByTestId("aside").filter({ hasText: said }).waitFor();
    await isLive(page);
    await phone.context.close();
  });
}
