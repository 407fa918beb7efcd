/** Tells who the stewards are: at first, when they change, and after an erase. Rule A18. */
import type { Space } from "@muster/replica";
import type { Note } from "@muster/rooms";
import type { Mandate } from "./mandate.ts";
import { encodeStewards, STEWARDS_NOTE } from "./stewards.ts";

export class StewardsNote {
  readonly #mandate: Pick<Mandate, "stewards">;
  readonly #space: Pick<Space, "watermark">;
  #told = "";

  constructor(mandate: Pick<Mandate, "stewards">, space: Pick<Space, "watermark">) {
    this.#mandate = mandate;
    this.#space = space;
  }

  /** Null: nothing new. */
  make(): Note | null {
    const people = [...this.#mandate.stewards.keys()];
    // An erase takes notes along.
    const { wallMs, count } = this.#space.watermark;
    const now = [wallMs, count, ...people].join(" ");
    if (now === this.#told) return null;
    this.#told = now;
    return { name: STEWARDS_NOTE, body: encodeStewards(people) };
  }
}
