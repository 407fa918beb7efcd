/** The public face of @muster/sim: a deterministic world for tests. */
export { CALM, Network, type Weather } from "./network.ts";
export { Process, type ProcessOptions } from "./process.ts";
export { Random } from "./random.ts";
export { World } from "./world.ts";
