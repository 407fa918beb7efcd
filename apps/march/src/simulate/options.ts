/**
 * What `muster simulate march` was asked for, checked before anything starts: one clear line for
 * the first thing that is wrong.
 *
 * Rule S10: docs/spec/march-simulation.md.
 */
import type { ParseArgsOptionsConfig, parseArgs } from "node:util";
import type { Plan } from "./expectation.ts";
import { SimulationFault } from "./fault.ts";
import { seeded, wholeBetween } from "./random.ts";
import { type Route, ticksOf } from "./route.ts";
import { SABOTAGES, type Sabotage } from "./sabotage.ts";

export interface SimulateOptions {
  readonly people: number;
  readonly viewers: number;
  /** Null: as many as walk the route once. */
  readonly ticks: number | null;
  readonly speed: number;
  readonly seed: number;
  /** People beside the others whose positions are too old when they arrive. */
  readonly expired: number;
  readonly race: boolean;
  readonly sabotage: Sabotage | null;
  /** Of posts and erases after the run, to see what the node keeps. */
  readonly rounds: number;
  /** A file of its own, .json or .gpx; null for the default. */
  readonly route: string | null;
  /** A node that runs already; null to start one. */
  readonly url: string | null;
  readonly json: boolean;
}

export const PEOPLE_MAX = 10_000;
/** All of them phones and pollers with an erase among their posts. */
const RACE_PEOPLE_MAX = 1_000;
const ROUNDS_MAX = 100;
/** From so many people on, what the node keeps is measured without being asked for. */
const ROUNDS_FROM_PEOPLE = 1_000;
const ROUNDS = 10;
const RANDOM_PEOPLE_MAX = 300;
const VIEWERS_MAX = 20;
const TICKS_MAX = 200;
const SPEED_MIN = 0.1;
const SPEED_MAX = 50;
const EXPIRED_MAX = 100;
const SEED_MAX = 2 ** 32 - 1;
/** A phone may write 15 times a second, and positions are flushed every 50 ms. */
const TICK_MS_MIN = 100;
/** Erased in its middle, a run needs a tick before and one after. */
const RACE_TICKS_MIN = 3;

/** As node:util parses them. */
export const SIMULATE_FLAGS = {
  people: { type: "string", default: "150" },
  viewers: { type: "string", default: "3" },
  ticks: { type: "string" },
  speed: { type: "string", default: "1" },
  seed: { type: "string" },
  expired: { type: "string", default: "0" },
  race: { type: "boolean", default: false },
  sabotage: { type: "string" },
  rounds: { type: "string" },
  route: { type: "string" },
  url: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

/** What node:util makes of flags. */
export type FlagsOf<Flags extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ readonly options: Flags; readonly strict: true }>
>["values"];

/** `seed` is the one to use when none is given. Throws `usage`. */
export function readOptions(flags: FlagsOf<typeof SIMULATE_FLAGS>, seed: number): SimulateOptions {
  const whole = (name: string, text: string, [least, most]: readonly [number, number]) =>
    numberOf({ name, text, least, most, isWhole: true });
  const chosen = flags.seed === undefined ? seed : whole("seed", flags.seed, [0, SEED_MAX]);
  const people =
    flags.people === "random"
      ? wholeBetween(seeded(chosen), 1, RANDOM_PEOPLE_MAX)
      : whole("people", flags.people, [1, PEOPLE_MAX]);
  const options: SimulateOptions = {
    people,
    viewers: whole("viewers", flags.viewers, [1, VIEWERS_MAX]),
    ticks: flags.ticks === undefined ? null : whole("ticks", flags.ticks, [1, TICKS_MAX]),
    speed: numberOf({ name: "speed", text: flags.speed, least: SPEED_MIN, most: SPEED_MAX }),
    seed: chosen,
    expired: whole("expired", flags.expired, [0, EXPIRED_MAX]),
    race: flags.race,
    sabotage: sabotageOf(flags.sabotage),
    rounds:
      flags.rounds === undefined
        ? roundsFor(people)
        : whole("rounds", flags.rounds, [0, ROUNDS_MAX]),
    route: flags.route ?? null,
    url: flags.url === undefined ? null : urlOf(flags.url),
    json: flags.json,
  };
  if (options.sabotage === "swap" && people < 2) {
    throw new SimulationFault("usage", "--sabotage swap needs two people");
  }
  if (options.race && people > RACE_PEOPLE_MAX) {
    throw new SimulationFault("usage", `--race takes at most ${RACE_PEOPLE_MAX} people`);
  }
  return options;
}

function roundsFor(people: number): number {
  return people >= ROUNDS_FROM_PEOPLE ? ROUNDS : 0;
}

/** The run on a route. Throws `usage` when the two do not go together. */
export function planOf({ people, ticks, seed, race, speed }: SimulateOptions, route: Route): Plan {
  const plan = { route, people, seed, ticks: ticks ?? Math.min(ticksOf(route), TICKS_MAX) };
  if (race && plan.ticks < RACE_TICKS_MIN) {
    throw new SimulationFault("usage", `--race needs at least ${RACE_TICKS_MIN} ticks`);
  }
  const tickMs = (route.tickSeconds * 1000) / speed;
  if (tickMs >= TICK_MS_MIN) return plan;
  throw new SimulationFault(
    "usage",
    `--speed ${speed} makes ticks of ${Math.round(tickMs)} ms: at least ${TICK_MS_MIN} ms`,
  );
}

/** Without a slash at the end. Throws `usage`. */
export function urlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url.origin;
  throw new SimulationFault("usage", `--url "${text}" is no address such as http://127.0.0.1:4000`);
}

interface NumberFlag {
  readonly name: string;
  readonly text: string;
  readonly least: number;
  readonly most: number;
  readonly isWhole?: boolean;
}

function numberOf({ name, text, least, most, isWhole = false }: NumberFlag): number {
  const number = /^\d{1,10}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most && (!isWhole || Number.isInteger(number))) return number;
  const kind = isWhole ? "whole number" : "number";
  throw new SimulationFault("usage", `--${name} "${text}" is no ${kind} from ${least} to ${most}`);
}

function sabotageOf(text: string | undefined): Sabotage | null {
  const found = SABOTAGES.find((each) => each === text);
  if (text === undefined || found !== undefined) return found ?? null;
  throw new SimulationFault("usage", `--sabotage "${text}": there are ${SABOTAGES.join(", ")}`);
}
