/** A person who has only a keyboard: goes on with Tab, and sees where they are. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";

const TABS_MAX = 40;

/** Goes on until the focus is there, and expects to see it at each step. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
    await page.keyboard.press("Tab");
    const { isThere, isSeen, what } = await page.evaluate(focused, selector);
    assert.ok(isSeen, `the focus is not to be seen on ${what}`);
    if (isThere) return;
  }
  assert.fail(`no Tab leads to ${selector}`);
}

/** In the page. Radio buttons are drawn by what follows them. */
function focused(selector: string) {
  const at = document.activeElement ?? document.body;
  const drawn = [at, at.nextElementSibling].filter((one) => one !== null);
  const isSeen = drawn.some((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
  });
  return {
    isThere: at.matches(selector),
    // A new screen begins at its heading; past the last control is the browser's own bar.
    isSeen: isSeen || at.matches("h1, h2, body"),
    what: at.outerHTML.slice(0, 200),
  };
}
