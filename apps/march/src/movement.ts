/**
 * How people move, told from where they were before: a contingent's movement is that of its
 * median person, so that nobody who joins, leaves or jumps moves it.
 *
 * Rule A6: docs/spec/march.md.
 */
import type { Entry } from "@muster/replica";
import type { Place, Position } from "./model.ts";
import { headingBetween, metresBetween } from "./sphere.ts";

/** In metres a second. */
export interface Velocity {
  readonly east: number;
  readonly north: number;
}

interface Step {
  readonly place: Place;
  readonly atMs: number;
  /** Null until a second place is known. */
  readonly velocity: Velocity | null;
}

/** Places nearer in time than this say more of the receiver's error than of a step. */
const STEP_MS_MIN = 1_000;
/** Whoever has not been heard of for so long is not said to move. */
const STEP_MS_MAX = 120_000;

/** Remembers everyone's last step. One for each room. */
export class Movements {
  #steps = new Map<string, Step>();

  /** Takes the positions of now; who is not among them is forgotten. */
  follow(entries: Iterable<Entry<Position>>): void {
    const steps = new Map<string, Step>();
    for (const { key, stamp, value } of entries) {
      if (value.place === null) continue;
      steps.set(key, stepTo(value.place, stamp.wallMs, this.#steps.get(key)));
    }
    this.#steps = steps;
  }

  /** Of the median person in each direction; zero when nothing is known of anyone. */
  of(people: readonly string[], nowMs: number): Velocity {
    const known = people.flatMap((person) => {
      const step = this.#steps.get(person);
      if (step === undefined || step.velocity === null) return [];
      return nowMs - step.atMs <= STEP_MS_MAX ? [step.velocity] : [];
    });
    return {
      east: median(known.map(({ east }) => east)),
      north: median(known.map(({ north }) => north)),
    };
  }
}

function stepTo(place: Place, atMs: number, before: Step | undefined): Step {
  if (before === undefined) return { place, atMs, velocity: null };
  const tookMs = atMs - before.atMs;
  if (tookMs < STEP_MS_MIN) return before;
  const speed = (metresBetween(before.place, place) / tookMs) * 1000;
  const heading = headingBetween(before.place, place);
  const velocity = { east: speed * Math.sin(heading), north: speed * Math.cos(heading) };
  return { place, atMs, velocity };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
