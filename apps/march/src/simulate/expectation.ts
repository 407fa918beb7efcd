/**
 * Where every person is at every tick, computed from route and seed alone: whoever has these
 * knows what a viewer must show without being told what was posted.
 *
 *   route ─► the contingent's point ─► + the person's own offset ─► + a step's ─► a place
 *
 * No two places of a run are equal, so that a place names the person and the tick it belongs to.
 *
 * Rule S1: docs/spec/march-simulation.md.
 */
import { type Place, placeOf } from "../model.ts";
import { type Random, seeded, wholeBetween } from "./random.ts";
import { pointAt, type Route } from "./route.ts";

/** Before the first tick, everyone shows where they assemble: near the start of the path. */
export const ASSEMBLY = -1;
/** How far a person walks from the middle of the contingent: about 28 m. */
const OFFSET_E7 = 2_500;
/** And how far from their own line, at each step: about 1 m. */
const STEP_E7 = 100;

export interface Plan {
  readonly route: Route;
  readonly people: number;
  readonly ticks: number;
  readonly seed: number;
}

/** One person's place at one tick. */
export interface Move {
  readonly person: number;
  readonly tick: number;
}

export class Expectation {
  readonly plan: Plan;
  readonly #places: readonly (readonly Place[])[];
  readonly #moves = new Map<string, Move>();

  constructor(plan: Plan) {
    this.plan = plan;
    const random = seeded(plan.seed);
    this.#places = Array.from({ length: plan.people }, (_, person) => this.#walk(person, random));
  }

  contingentOf(person: number): string {
    return this.#contingent(person).name;
  }

  /** The place of a person, who is one of the run, at a tick of it or at the assembly. */
  at(person: number, tick: number): Place {
    return this.#places[person]![tick - ASSEMBLY]!;
  }

  /** Whose place it is and when; null when nobody was ever to be there. */
  whose(place: Place): Move | null {
    return this.#moves.get(keyOf(place)) ?? null;
  }

  #walk(person: number, random: Random): Place[] {
    const { path } = this.#contingent(person);
    const own = offset(random, OFFSET_E7);
    return Array.from({ length: this.plan.ticks - ASSEMBLY }, (_, index) => {
      const tick = index + ASSEMBLY;
      const [lat, lon] = path[pointAt(Math.max(0, tick), path.length)]!;
      return this.#take({ person, tick }, moved(placeOf(lat, lon), own), random);
    });
  }

  /** A place near `about` that nobody has. */
  #take(move: Move, about: Place, random: Random): Place {
    for (;;) {
      const place = moved(about, offset(random, STEP_E7));
      const key = keyOf(place);
      if (this.#moves.has(key)) continue;
      this.#moves.set(key, move);
      return place;
    }
  }

  #contingent(person: number) {
    const { contingents } = this.plan.route;
    return contingents[person % contingents.length]!;
  }
}

function offset(random: Random, most: number): Place {
  return { latE7: wholeBetween(random, -most, most), lonE7: wholeBetween(random, -most, most) };
}

function moved(place: Place, by: Place): Place {
  return { latE7: place.latE7 + by.latE7, lonE7: place.lonE7 + by.lonE7 };
}

function keyOf({ latE7, lonE7 }: Place): string {
  return `${latE7} ${lonE7}`;
}
