/** Waits until the map is loaded and has come to rest: until it looks where it looked a moment ago. */
import type { Page } from "playwright-core";
import { comesTrue } from "../../../../test/comes-true.ts";

export async function mapIsStill(page: Page): Promise<void> {
  await comesTrue(() => page.evaluate(isStill), { everyMs: 150 });
}

/** In the page. A map that is not loaded yet looks nowhere. */
function isStill(): boolean {
  const map = document.querySelector<HTMLElement>('[data-testid="map"]')!;
  const { was, view } = map.dataset;
  map.dataset["was"] = view ?? "";
  return view !== undefined && was === view;
}
