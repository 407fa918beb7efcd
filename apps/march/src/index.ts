/** The public face of March, for the node that runs it and for the `muster` command. */
export { openMap } from "./map-file.ts";
export { type MarchOptions, startMarch } from "./march.ts";
export { migrations } from "./registry.ts";

/** The folder of its web page. */
export const web: URL = new URL("../web/", import.meta.url);
