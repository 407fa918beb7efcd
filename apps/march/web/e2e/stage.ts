/** The one node and the one browser that every suite of the page shares. */
import { after } from "node:test";
import { startNode } from "./node-process.ts";
import { openBrowser } from "./phone.ts";

export const node = await startNode();
export const browser = await openBrowser(new URL(node.url).port);

after(async () => {
  await browser.close();
  await node.close();
});
