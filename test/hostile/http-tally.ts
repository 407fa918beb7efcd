/**
 * What became of the crimes on each route, and what is wrong with it: each has to be refused as it
 * deserves, and often enough. A look at the session, or at rights, that one route no longer takes
 * is a complaint of that route.
 */
import { CRIMES, type Crime, FORGED, FORGERIES, TRESPASSED } from "./http-crimes.ts";
import { nameOf, type Route } from "./http-route.ts";

/** Alike ones are one. */
export interface Attempt {
  readonly times: number;
  /** Of the route. */
  readonly name: string;
  readonly crime: Crime;
  readonly wanted: number | null;
  readonly status: number;
  /** What was asked first, where it was done or a bug; else null. */
  readonly text: string | null;
}

export interface RouteTally {
  /** How often each of these was tried. */
  readonly tried: Readonly<Record<Crime, number>>;
  /** Which must be, in every round. */
  readonly due: readonly Crime[];
  /** What else than it deserved a crime was answered with. */
  readonly loose: readonly string[];
  /** What it answered to each request in earnest. */
  readonly earnest: readonly number[];
}

type Statuses = ReadonlyMap<string, number>;

export function tallied(
  routes: readonly Route[],
  attempts: readonly Attempt[],
  earnest: readonly Statuses[],
): Readonly<Record<string, RouteTally>> {
  return Object.fromEntries(
    routes.map((route) => {
      const name = nameOf(route);
      const own = attempts.filter((attempt) => attempt.name === name);
      const statuses = earnest.flatMap((all) => all.get(name) ?? []);
      return [name, { ...tallyOf(own), due: dueOn(route), earnest: statuses }];
    }),
  );
}

function tallyOf(own: readonly Attempt[]): Pick<RouteTally, "tried" | "loose"> {
  const tried = Object.fromEntries(
    CRIMES.map((crime) => [crime, timesOf(own.filter((one) => one.crime === crime))]),
  ) as Record<Crime, number>;
  const loose = own.filter(({ wanted, status }) => wanted !== null && status !== wanted);
  const texts = loose.map(({ crime, wanted, status }) => `${crime}: ${status}, not ${wanted}`);
  return { tried, loose: [...new Set(texts)] };
}

export function timesOf(attempts: readonly Attempt[]): number {
  return attempts.reduce((sum, { times }) => sum + times, 0);
}

/** As few as tell the same: what is counted for hours must not grow. */
export function gathered(attempts: readonly Attempt[]): readonly Attempt[] {
  const alike = new Map<string, Attempt>();
  for (const attempt of attempts) {
    const { name, crime, wanted, status, text } = attempt;
    const key = JSON.stringify([name, crime, wanted, status, text === null]);
    const before = alike.get(key);
    if (before === undefined) alike.set(key, attempt);
    else alike.set(key, { ...before, times: before.times + attempt.times });
  }
  return [...alike.values()];
}

function dueOn(route: Route): readonly Crime[] {
  const name = nameOf(route);
  return [
    ...(route.hasSession ? (["forged session", "removed"] as const) : []),
    ...(TRESPASSED.includes(name) ? (["trespass"] as const) : []),
    ...(name in FORGED ? (["forged body"] as const) : []),
    ...(route.method === "post" ? (["damage"] as const) : []),
  ];
}

/** Before the crimes, and after them. */
const EARNEST_MIN = 2;

/** Of sessions every forgery there is. */
const LEAST: Readonly<Record<Crime, number>> = {
  "forged session": FORGERIES,
  removed: 1,
  trespass: 1,
  "forged body": 1,
  damage: 1,
};

/** What is wrong with routes of so many rounds. Rule S18: docs/spec/march-simulation.md. */
export function looseRoutes(
  routes: Readonly<Record<string, RouteTally>>,
  rounds: number,
): readonly string[] {
  return Object.entries(routes).flatMap(([name, tally]) =>
    complaintsOf(tally, rounds).map((text) => `${name}: ${text}`),
  );
}

function complaintsOf({ tried, due, loose, earnest }: RouteTally, rounds: number) {
  const rare = due.filter((crime) => tried[crime] < Math.max(rounds, LEAST[crime]));
  const refused = earnest.filter((status) => status >= 400);
  return [
    ...loose,
    ...rare.map((crime) => `${crime}: tried ${tried[crime]} times in ${rounds} rounds`),
    ...refused.map((status) => `in earnest: ${status}`),
    ...(earnest.length < EARNEST_MIN ? [`in earnest: ${earnest.length} times`] : []),
  ];
}
