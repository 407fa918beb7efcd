/**
 * How many marches are made: by each address, so that one does not use up what all have, and by
 * all. A march that could not be made does not count.
 *
 * Rule A13: docs/spec/march.md.
 */
import { MARCHES, MARCHES_OF_ADDRESS, Rates, TooOften } from "./rates.ts";

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
    if (address !== null) take(this.#byAddress, address, nowMs);
    try {
      take(this.#all, ALL, nowMs);
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

function take(rates: Rates, name: string, nowMs: number): void {
  if (rates.take(name, nowMs)) return;
  throw new TooOften("too many new marches: try again later", rates.waitS(name, nowMs));
}
