/** What people do with March's page, step by step, through what they see of it. */
import type { Locator, Page } from "playwright-core";
import { e7, type Spot } from "./phone.ts";

export interface Made {
  readonly name: string;
  /** With commas between. */
  readonly contingents: string;
}

/** Makes a march from the start page; returns its invite link and stays at it. */
export async function makeMarch(page: Page, origin: string, made: Made): Promise<string> {
  await page.goto(`${origin}/march`);
  await page.getByTestId("make").click();
  await page.getByTestId("name").fill(made.name);
  await page.getByTestId("contingents").fill(made.contingents);
  await page.getByTestId("make-submit").click();
  return page.getByTestId("invite-link").inputValue();
}

/** From the join screen into the march. */
export async function join(page: Page, contingent: string): Promise<void> {
  await page.getByLabel(contingent, { exact: true }).check();
  await page.getByTestId("join").click();
  await isLive(page);
}

export async function isLive(page: Page): Promise<void> {
  await page.locator('[data-testid="link-state"][data-state="live"]').waitFor();
}

/** Shares, and waits until the node has taken the position. */
export async function share(page: Page): Promise<void> {
  await page.getByTestId("share").tap();
  await page.locator('[data-testid="state"][data-tone="good"]').waitFor();
}

export async function stop(page: Page): Promise<void> {
  await page.locator('[data-testid="share"][data-sharing="true"]').tap();
}

export async function shareEvery(page: Page, interval: string): Promise<void> {
  await page.getByTestId("menu").tap();
  await page.getByTestId("settings").tap();
  await page.getByLabel(interval, { exact: true }).first().check();
  await page.getByRole("button", { name: "Back" }).tap();
  await page.getByTestId("menu").waitFor();
}

export async function showList(page: Page): Promise<void> {
  if ((await page.getByTestId("list-view").count()) === 0) await page.getByTestId("list").tap();
  await page.getByTestId("list-view").waitFor();
}

export async function showMap(page: Page): Promise<void> {
  if ((await page.getByTestId("list-view").count()) > 0) await page.getByTestId("list").tap();
  await page.getByTestId("list-view").waitFor({ state: "detached" });
}

/** The list's line of whoever is exactly there. */
export function personAt(page: Page, { latitude, longitude }: Spot): Locator {
  return page.locator(
    `[data-person][data-lat-e7="${e7(latitude)}"][data-lon-e7="${e7(longitude)}"]`,
  );
}

/** Erases as a steward; returns how many positions it took. */
export async function eraseAll(page: Page): Promise<number> {
  await page.getByTestId("menu").tap();
  await page.getByTestId("stewards").tap();
  await page.getByTestId("erase").tap();
  await page.getByTestId("confirm").tap();
  const erased = page.getByTestId("erased");
  await erased.waitFor({ state: "attached" });
  const count = Number(await erased.getAttribute("data-count"));
  await page.getByRole("button", { name: "Close" }).tap();
  await page.getByRole("button", { name: "Back" }).tap();
  await page.getByTestId("menu").waitFor();
  return count;
}
