/**
 * Alerts, messages and contingents on the narrowest phone in the longest language: nothing too
 * wide, nothing too small for a thumb, nothing under a button. Run by said.e2e.ts.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { mapIsStill } from "./e2e/map-still.ts";
import { makeByApi } from "./e2e/march-api.ts";
import { join, share, showList, showMap } from "./e2e/march-steps.ts";
import { joinByApi } from "./e2e/march-voice.ts";
import { HERE, openPhone, type Spot } from "./e2e/phone.ts";
import { pixelsOf } from "./e2e/pixels.ts";
import { browser, node } from "./e2e/stage.ts";
import { signAt } from "./map/alert-place.ts";

const WISH = { hours: 1, lifetimeSeconds: 1_800, contingents: ["Enfermería"] };
const NARROW = { viewport: { width: 320, height: 568 }, locale: "es-MX" };
/** All around, a few hundred metres away. */
const AROUND: readonly Spot[] = [
  { latitude: HERE.latitude + 0.004, longitude: HERE.longitude - 0.003 },
  { latitude: HERE.latitude + 0.001, longitude: HERE.longitude + 0.005 },
  { latitude: HERE.latitude - 0.004, longitude: HERE.longitude - 0.004 },
];

test("[W58] in Spanish at 320 pixels all fits, a thumb hits all of it, and no alert is under a button", async () => {
  const { link } = await makeByApi(node.url, WISH);
  const [voice, phone] = [
    await joinByApi(link, "Enfermería"),
    await openPhone(browser, HERE, NARROW),
  ];
  const { page } = phone;
  await page.goto(link);
  await join(page, "Enfermería");
  await share(page);
  for (const spot of AROUND) await voice.tell("meeting-point", spot);
  await voice.post("Nos vemos en la fuente, al lado del ayuntamiento, a las siete en punto.");
  await page.locator('[data-testid="feed"][data-unread="1"]').waitFor();
  await showList(page);
  await page
    .locator("[data-alert]")
    .nth(AROUND.length - 1)
    .waitFor();
  await showMap(page);
  await page.getByRole("button", { name: "Ver a todos" }).tap();
  await mapIsStill(page);
  assert.deepEqual(await hidden(page, [HERE, ...AROUND]), []);
  await fits(page, "map");
  await page.getByTestId("tell").tap();
  await fits(page, "kinds");
  await page.getByTestId("elsewhere").tap();
  await page.getByTestId("aim-here").waitFor();
  await fits(page, "aim");
  await page.getByRole("button", { name: "Cancelar" }).tap();
  await page.getByTestId("list").tap();
  await page.locator("[data-alert] button").first().tap();
  await fits(page, "sheet");
  await page.getByTestId("show-alert").tap();
  await page.getByTestId("alert-card").waitFor();
  await fits(page, "card");
  await page.getByTestId("feed").tap();
  await fits(page, "messages");
  await page.getByRole("button", { name: "Atrás" }).tap();
  await page.getByTestId("contingents").tap();
  await page.getByTestId("change-banner").tap();
  await fits(page, "contingents");
  await phone.context.close();
});

test("[W58] on a phone that is turned the map has a side of its own, and nothing lies over its cross", async () => {
  const { link } = await makeByApi(node.url, WISH);
  const viewport = { width: 640, height: 320 };
  const { context, page } = await openPhone(browser, HERE, { ...NARROW, viewport });
  await page.goto(link);
  await join(page, "Enfermería");
  await share(page);
  await page.getByTestId("tell").tap();
  await page.getByTestId("tell-exit").tap();
  await page.getByTestId("told").waitFor();
  await fits(page, "turned");
  await page.getByTestId("tell").tap();
  await page.getByTestId("elsewhere").tap();
  const [card, cross] = [
    await page.getByTestId("aim").boundingBox(),
    await page.locator(".cross").boundingBox(),
  ];
  assert.ok(card !== null && cross !== null && cross.y > 0);
  assert.ok(cross.y + cross.height < card.y, `${cross.y} and ${card.y}`);
  await context.close();
});

async function fits(page: Page, name: string): Promise<void> {
  assert.deepEqual(await page.evaluate(misfits), [], name);
}

/** In the page: what is wider than it, and what is smaller than a thumb. */
function misfits(): string[] {
  const thumb = 44;
  const wide = document.documentElement.clientWidth;
  const all = [...document.querySelectorAll("body *")].filter(
    (one) => one.closest("canvas, .ol-viewport, .visually-hidden") === null,
  );
  const tooWide = all.filter((one) => {
    const { right, height } = one.getBoundingClientRect();
    return right > wide + 1 && height > 1;
  });
  const tapped = all.filter((one) => one.matches("button, a, input, summary"));
  const tooSmall = tapped.filter((one) => {
    const { width, height } = one.getBoundingClientRect();
    return width > 0 && (width < thumb || height < thumb);
  });
  return [...tooWide, ...tooSmall].map(({ outerHTML }) => outerHTML.slice(0, 120));
}

/** Of these spots, those at which a finger does not hit the map. */
async function hidden(page: Page, spots: readonly Spot[]): Promise<readonly Spot[]> {
  const places = await pixelsOf(page, spots);
  // Whoever is there, and the sign of an alert.
  const pixels = places.flatMap(([x, y]) => [[x, y] as const, signAt([x, y])]);
  const isSeen = await page.evaluate(
    (at) =>
      at.map(([x, y]) => {
        const hit = document.elementFromPoint(x, y);
        return hit !== null && hit.closest('[data-testid="map"]') !== null;
      }),
    pixels,
  );
  return spots.filter((_, i) => isSeen[2 * i] !== true || isSeen[2 * i + 1] !== true);
}
