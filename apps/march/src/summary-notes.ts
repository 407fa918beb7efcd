/**
 * Summaries on their way to phones, which pay for every byte: now and then all of them whole, and
 * in between only by how much each differs from then. What differs is told from the last whole
 * one, so it may be missed, and whoever comes in between is given both.
 *
 * Of whom is told is chosen once a minute: the largest. Until then others come in while there is
 * room, and nobody gives up their place but is told as 0 people when too few are left: contingents
 * of like size, or about as small as can be, would else have all told whole again and again.
 *
 *   whole   number  count   then for each: name, people, lat, lon, radius, speed, heading
 *   change  number of the whole           then for each, in its order: which of these differ, a
 *                                         bit each, and by how much; most are told in steps, and do not;
 *                                         of who is not to be seen only that 0 people are left
 *
 * Numbers are varints, those with a sign in zigzag; places in ten-thousandths of a minute of arc or
 * so, about a metre. Rule A24: docs/spec/march.md.
 */
import { Malformed, Reader, Writer } from "@muster/replica";
import type { Note } from "@muster/rooms";
import { E7 } from "./model.ts";
import { SUMMARIES_MAX, type Summary } from "./summary.ts";

export const SUMMARY_NOTE = "summaries";
export const SUMMARY_CHANGE_NOTE = "changes";
/** After so long summaries are told whole again: what differs has grown. */
export const WHOLE_EVERY_MS = 60_000;
/** A step of latitude and longitude: 1.1 m, or less. */
const STEP_E7 = 100;
const NAME_BYTES_MAX = 128;
/** People, latitude, longitude, radius, speed, heading. */
const NUMBERS = 6;

type Numbers = readonly number[];

const NOBODY: Numbers = [0, 0, 0, 0, 0, 0];

interface Whole {
  readonly number: number;
  readonly names: readonly string[];
  readonly numbers: readonly Numbers[];
}

/** Tells what is told next. One for each room. */
export class SummaryTeller {
  #whole: Whole = { number: 0, names: [], numbers: [] };
  #chosenAtMs = Number.NEGATIVE_INFINITY;
  #isNobodyTold = false;

  /**
   * `all`: the contingents that may be told, largest first. `isAnew`: what was told before is
   * forgotten. Null: nothing is to be said, for nobody is to be seen, and that was told.
   */
  next(all: readonly Summary[], nowMs: number, isAnew: boolean): Note | null {
    if (all.length === 0 && this.#isNobodyTold && !isAnew) return null;
    this.#isNobodyTold = all.length === 0;
    const numbers = new Map(all.map((one) => [one.contingent, numbersOf(one)]));
    const isDue = isAnew || nowMs - this.#chosenAtMs >= WHOLE_EVERY_MS;
    if (isDue) this.#chosenAtMs = nowMs;
    const before = isDue ? [] : this.#whole.names;
    const names = [...new Set([...before, ...numbers.keys()])].slice(0, SUMMARIES_MAX);
    if (!isDue && names.length === before.length) return this.#change(numbers);
    const told = names.map((name) => numbers.get(name) ?? NOBODY);
    this.#whole = { number: this.#whole.number + 1, names, numbers: told };
    return { name: SUMMARY_NOTE, body: encodeWhole(this.#whole) };
  }

  /** In the order of the whole one: who is the largest may change from step to step. */
  #change(all: ReadonlyMap<string, Numbers>): Note {
    const to = new Writer().varint(this.#whole.number);
    this.#whole.names.forEach((name, index) => {
      const before = this.#whole.numbers[index]!;
      const now = all.get(name) ?? before.with(0, 0);
      const differs = now.map((one, place) => one - before[place]!);
      to.varint(differs.reduce((bits, by, place) => bits + (by === 0 ? 0 : 2 ** place), 0));
      for (const by of differs) if (by !== 0) to.varint(zigzag(by));
    });
    return { name: SUMMARY_CHANGE_NOTE, body: to.bytes() };
  }
}

/** Reads what a teller told. One for each client, or for each look at a standing. */
export class SummaryReader {
  #whole: Whole | null = null;

  /**
   * The contingents told of, largest first; null for another note, or for what differs from
   * summaries that have not been heard. Throws `Malformed` on what no teller writes.
   */
  take({ name, body }: Note): readonly Summary[] | null {
    if (name === SUMMARY_NOTE) {
      this.#whole = decodeWhole(body);
      return summariesOf(this.#whole.names, this.#whole.numbers);
    }
    return name === SUMMARY_CHANGE_NOTE ? this.#changed(new Reader(body)) : null;
  }

  #changed(from: Reader): readonly Summary[] | null {
    const number = from.varint();
    const whole = this.#whole;
    if (whole === null || number !== whole.number) return null;
    const numbers = whole.numbers.map((before) => {
      const bits = from.varint();
      if (bits >= 2 ** NUMBERS) throw new Malformed("more differs than there is");
      const isTold = (place: number) => Math.floor(bits / 2 ** place) % 2 === 1;
      return before.map((one, place) => (isTold(place) ? one + unzigzag(from.varint()) : one));
    });
    from.end();
    return summariesOf(whole.names, numbers);
  }
}

/** What the notes of a standing say of all contingents. */
export function summariesIn(notes: readonly Note[]): readonly Summary[] {
  const reader = new SummaryReader();
  // Whatever their order, the whole ones first.
  const whole = notes.filter(({ name }) => name === SUMMARY_NOTE);
  const changes = notes.filter(({ name }) => name === SUMMARY_CHANGE_NOTE);
  return [...whole, ...changes].reduce<readonly Summary[]>(
    (before, note) => reader.take(note) ?? before,
    [],
  );
}

function encodeWhole({ number, names, numbers }: Whole): Uint8Array {
  const to = new Writer().varint(number).varint(names.length);
  names.forEach((name, index) => {
    to.text(name);
    for (const one of numbers[index]!) to.varint(zigzag(one));
  });
  return to.bytes();
}

function decodeWhole(body: Uint8Array): Whole {
  const from = new Reader(body);
  const number = from.varint();
  const count = from.varint();
  if (count > SUMMARIES_MAX) throw new Malformed(`${count} summaries, at most ${SUMMARIES_MAX}`);
  const names: string[] = [];
  const numbers = Array.from({ length: count }, () => {
    names.push(from.text(NAME_BYTES_MAX));
    return Array.from({ length: NUMBERS }, () => unzigzag(from.varint()));
  });
  from.end();
  summariesOf(names, numbers);
  return { number, names, numbers };
}

function numbersOf({ people, place, radiusM, speedDmS, headingDeg }: Summary): Numbers {
  const [lat, lon] = [place.latE7, place.lonE7].map((one) => Math.round(one / STEP_E7) + 0);
  return [people, lat!, lon!, radiusM, speedDmS, headingDeg];
}

function summariesOf(names: readonly string[], all: readonly Numbers[]): readonly Summary[] {
  const summaries = names.map((contingent, index) => {
    const [people, lat, lon, radiusM, speedDmS, headingDeg] = all[index] as SixNumbers;
    const place = { latE7: lat * STEP_E7, lonE7: lon * STEP_E7 };
    return { contingent, people, place, radiusM, speedDmS, headingDeg };
  });
  if (!summaries.every(isPossible)) throw new Malformed("a summary that cannot be");
  const seen = summaries.filter(({ people }) => people > 0);
  return seen.toSorted((a, b) => b.people - a.people);
}

type SixNumbers = readonly [number, number, number, number, number, number];

function isPossible({ people, place, radiusM, speedDmS, headingDeg }: Summary): boolean {
  const isPlace = Math.abs(place.latE7) <= 90 * E7 && Math.abs(place.lonE7) <= 180 * E7;
  const isMoving = speedDmS >= 0 && headingDeg >= 0 && headingDeg < 360;
  return isPlace && isMoving && people >= 0 && radiusM >= 0;
}

/** 0, -1, 1, -2, 2 … as 0, 1, 2, 3, 4 … */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(value: number): number {
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}
