/** The public face of March, for the node that runs it and for the `muster` command. */
export { type MarchOptions, startMarch } from "./march.ts";
export { migrations } from "./registry.ts";
