/**
 * What March's page costs a phone that has never seen it: every byte that the node sends it,
 * counted on the wire. And whom it asks for them: this node alone, under its strict policy.
 */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { openByteMeter } from "./e2e/byte-meter.ts";
import { makeByApi, walkByApi } from "./e2e/march-api.ts";
import { isLive, personAt, share, showList } from "./e2e/march-steps.ts";
import { type NodeProcess, startNode } from "./e2e/node-process.ts";
import { HERE, openBrowser, openPhone, type Spot } from "./e2e/phone.ts";
import { pinsAt } from "./e2e/pixels.ts";
import { LANGUAGES, type Language } from "./settings.ts";

const FIGURES = fileURLToPath(new URL("../../../artifacts/march/", import.meta.url));
const EAST: Spot = { latitude: 40.7069, longitude: -74.0105 };
const BEFORE_MAP_BYTES_MAX = 100_000;
const WITH_MAP_BYTES_MAX = 220_000;

let node: NodeProcess;
let browser: Browser;

before(async () => {
  [node, browser] = await Promise.all([startNode(), openBrowser()]);
});

after(async () => {
  await browser.close();
  await node.close();
});

test("[A8] a cold phone is sent 100 kB before the map and 220 kB with it, in either language, by this node alone", async () => {
  const figures: string[] = [];
  for (const locale of LANGUAGES) {
    const { beforeMap, withMap } = await sentTo(locale);
    figures.push(`${locale}: ${beforeMap} bytes before the map, ${withMap} with it\n`);
    const told = figures.join("");
    assert.ok(beforeMap > 10_000 && beforeMap <= BEFORE_MAP_BYTES_MAX, told);
    assert.ok(withMap > beforeMap && withMap <= WITH_MAP_BYTES_MAX, told);
  }
  mkdirSync(FIGURES, { recursive: true });
  writeFileSync(join(FIGURES, "bytes.txt"), figures.join(""));
});

interface Sent {
  readonly beforeMap: number;
  readonly withMap: number;
}

/** What a phone that speaks this is sent until it has joined a march and sees someone on the map. */
async function sentTo(locale: Language): Promise<Sent> {
  const meter = await openByteMeter(node.url);
  const wish = { hours: 1, lifetimeSeconds: 3_600, contingents: ["Nurses"] };
  const { link } = await makeByApi(node.url, wish);
  await walkByApi(link, "Nurses", [EAST]);
  const { context, page, complaints, asked } = await openPhone(browser, HERE, { locale });
  await page.goto(link.replace(node.url, meter.url), { waitUntil: "networkidle" });
  await page.getByTestId("join").click({ trial: true });
  assert.equal(await page.locator("html").getAttribute("lang"), locale);
  const beforeMap = meter.bytes();

  await page.getByLabel("Nurses").check();
  await page.getByTestId("join").click();
  await isLive(page);
  await share(page);
  await showList(page);
  await personAt(page, EAST).waitFor();
  await page.getByTestId("list").tap();
  await page.waitForLoadState("networkidle");
  assert.deepEqual(await pinsAt(page, [EAST]), [true]);
  const withMap = meter.bytes();

  const { host } = new URL(meter.url);
  assert.ok(asked.length > 5);
  assert.deepEqual(
    asked.filter((url) => url.host !== host),
    [],
  );
  assert.deepEqual(complaints, []);
  await context.close();
  await meter.close();
  return { beforeMap, withMap };
}

test("[A8] the page runs no script from text or from elsewhere, though one is put into it", async () => {
  const { context, page, complaints } = await openPhone(browser, HERE);
  await page.goto(`${node.url}/march`);
  await page.getByTestId("make").waitFor();
  const ran = await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.body.append(script);
    const image = new Image();
    const refused = new Promise((resolve) => image.addEventListener("error", resolve));
    image.src = "https://example.org/pixel.png";
    await refused;
    const sent = await fetch("https://example.org/").then(
      () => true,
      () => false,
    );
    return sent || "ran" in globalThis;
  });
  assert.equal(ran, false);
  for (const part of ["script-src", "img-src", "connect-src"]) {
    assert.ok(
      complaints.some((said) => said.includes(part)),
      `${part} in ${complaints.join("\n")}`,
    );
  }
  await context.close();
});
