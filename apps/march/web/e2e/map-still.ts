/** Waits until the map has come to rest: until it looks where it looked a moment ago. */
import type { Page } from "playwright-core";

export async function mapIsStill(page: Page): Promise<void> {
  await page.waitForFunction(isStill, undefined, { polling: 150 });
}

/** In the page. */
function isStill(): boolean {
  const map = document.querySelector<HTMLElement>('[data-testid="map"]')!;
  const was = map.dataset["was"];
  map.dataset["was"] = map.dataset["view"] ?? "";
  return was === map.dataset["view"];
}
