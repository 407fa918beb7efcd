/** What stewards and others do with the screens over a march. */
import type { Page } from "playwright-core";
import { comesTrue } from "../../../../test/comes-true.ts";
import type { StewardScreen } from "../route.ts";

/** From the march, by its menu. */
export async function openScreen(page: Page, screen: StewardScreen): Promise<void> {
  if ((await page.getByTestId("menu").count()) === 0) {
    await goBack(page);
  }
  await page.getByTestId("menu").tap();
  await page.locator("dialog").getByTestId(screen).tap();
  await page.locator("main.screen").waitFor();
}

/** The one person of these letters, or of this name, among those to choose from. */
export async function choose(page: Page, letters: string): Promise<void> {
  await page.getByTestId("letters").fill(letters);
  await page.locator("[data-member]").tap();
  await page.getByTestId("member-sign").waitFor();
}

/**
 * And is there: a second tap, before the first has led back, would find the same button, and two
 * steps back that are under way at once are one.
 */
export async function goBack(page: Page): Promise<void> {
  const step = (): Promise<string> => page.evaluate(() => JSON.stringify(history.state));
  const here = await step();
  await page.getByRole("button", { name: "Back", exact: true }).tap();
  await comesTrue(async () => (await step()) !== here);
}
