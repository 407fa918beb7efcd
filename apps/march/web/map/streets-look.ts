/**
 * Looks for the streets of the operator's map. Only the node knows whether it has any: where it is
 * not reached nothing is said of streets, and they are looked for again.
 *
 *   unknown ──no node──► unknown
 *      ├──it has none──► settled
 *      └──it has some──► loading ─┬─► settled
 *           ▲                     └─► failed, which is said ──looked for again──┐
 *           └───────────────────────────────────────────────────────────────────┘
 *
 * Rule W7: docs/spec/march-page.md.
 */
import type { Streets } from "../api.ts";

export interface StreetsPorts<Layer> {
  /** Null: the node has none. Rejects where it is not reached. */
  readonly find: () => Promise<Streets | null>;
  readonly load: (streets: Streets) => Promise<Layer>;
  readonly found: (layer: Layer, streets: Streets) => void;
  readonly failed: () => void;
}

export class StreetsLook<Layer> {
  readonly #ports: StreetsPorts<Layer>;
  #isSettled = false;
  #isLooking = false;

  constructor(ports: StreetsPorts<Layer>) {
    this.#ports = ports;
  }

  /** Call it whenever the node is heard: it asks only while that is of use, and once at a time. */
  async look(): Promise<void> {
    if (this.#isSettled || this.#isLooking) return;
    this.#isLooking = true;
    const streets = await this.#ports.find().catch(() => undefined);
    if (streets === null) this.#isSettled = true;
    if (streets) await this.#load(streets);
    this.#isLooking = false;
  }

  async #load(streets: Streets): Promise<void> {
    const { load, found, failed } = this.#ports;
    const layer = await load(streets).catch(() => null);
    if (layer === null) return failed();
    this.#isSettled = true;
    found(layer, streets);
  }
}
