/** A picture of a screen for people to look at, in artifacts/march, and whether it keeps anyone out. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { barriersOn } from "./axe.ts";

const PICTURES = fileURLToPath(new URL("../../../../artifacts/march/", import.meta.url));

mkdirSync(PICTURES, { recursive: true });

/** In the dark and in the light. */
export async function looked(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.screenshot({ path: `${PICTURES}${name}-${colorScheme}.png` });
    assert.deepEqual(await barriersOn(page), [], `${name}, ${colorScheme}`);
  }
}
