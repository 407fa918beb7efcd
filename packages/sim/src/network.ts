/**
 * Messages between places, by name: late, lost, twice, or cut off for a while.
 */
import type { World } from "./world.ts";

export interface Weather {
  readonly lossRate: number;
  readonly duplicateRate: number;
  /** The usual delay, ms. */
  readonly delayMs: number;
  /** How often a message takes up to `lateMs` instead. */
  readonly lateRate: number;
  readonly lateMs: number;
}

export const CALM: Weather = {
  lossRate: 0,
  duplicateRate: 0,
  delayMs: 2,
  lateRate: 0,
  lateMs: 0,
};

export class Network {
  weather: Weather = CALM;
  readonly #world: World;
  readonly #cut = new Set<string>();
  /** What was done to messages. */
  readonly counts = { sent: 0, lost: 0, duplicated: 0, late: 0 };

  constructor(world: World) {
    this.#world = world;
  }

  cut(place: string): void {
    this.#cut.add(place);
  }

  mend(place: string): void {
    this.#cut.delete(place);
  }

  send(from: string, to: string, arrive: () => void): void {
    const { random } = this.#world;
    const { lossRate, duplicateRate } = this.weather;
    this.counts.sent += 1;
    if (this.#cut.has(from) || this.#cut.has(to) || random.chance(lossRate)) {
      this.counts.lost += 1;
      return;
    }
    this.#world.after(this.#delayMs(), arrive);
    if (!random.chance(duplicateRate)) return;
    this.counts.duplicated += 1;
    this.#world.after(this.#delayMs(), arrive);
  }

  #delayMs(): number {
    const { random } = this.#world;
    const { delayMs, lateRate, lateMs } = this.weather;
    if (!random.chance(lateRate)) return random.between(0.2, 2) * delayMs;
    this.counts.late += 1;
    return random.between(0, lateMs);
  }
}
