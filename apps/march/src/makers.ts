/**
 * How many marches are made: by each address, so that one does not use up what all have, and by
 * all. A march that could not be made does not count.
 *
 * Rule A13: docs/spec/march.md.
 */
import { Fault } from "@muster/rooms";
import { MARCHES, MARCHES_OF_ADDRESS, Rates } from "./rates.ts";

const ALL = "";

export class Makers {
  readonly #byAddress = new Rates(MARCHES_OF_ADDRESS);
  readonly #all = new Rates(MARCHES);

  /** How many addresses are remembered. */
  get size(): number {
    return this.#byAddress.size;
  }

  /** Makes a march for an address; null is not limited by itself. Adds the fault `too_many`. */
  async allow<Made>(
    address: string | null,
    nowMs: number,
    make: () => Promise<Made>,
  ): Promise<Made> {
    if (address !== null && !this.#byAddress.take(address, nowMs)) throw tooMany();
    try {
      if (!this.#all.take(ALL, nowMs)) throw tooMany();
      return await this.#counted(make);
    } catch (error) {
      if (address !== null) this.#byAddress.giveBack(address);
      throw error;
    }
  }

  /** Forgets the addresses whose allowance is whole again. */
  forgetIdle(nowMs: number): void {
    this.#byAddress.forgetIdle(nowMs);
  }

  async #counted<Made>(make: () => Promise<Made>): Promise<Made> {
    try {
      return await make();
    } catch (error) {
      this.#all.giveBack(ALL);
      throw error;
    }
  }
}

function tooMany(): Fault {
  return new Fault("too_many", "too many new marches: try again later");
}
