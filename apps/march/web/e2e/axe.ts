/** What axe finds on a page that keeps someone out: its serious and critical findings, in words. */
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const { source } = createRequire(import.meta.url)("axe-core") as { readonly source: string };

export async function barriersOn(page: Page): Promise<readonly string[]> {
  // The debugger may run text; the page's own policy forbids it.
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: source });
  const { result } = await session.send("Runtime.evaluate", {
    expression: 'axe.run({ resultTypes: ["violations"] }).then(JSON.stringify)',
    awaitPromise: true,
  });
  await session.detach();
  const { violations } = JSON.parse(String(result.value)) as AxeResults;
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
