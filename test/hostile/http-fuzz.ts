/**
 * Forged and damaged requests to every route that the API says it has, round after round; before
 * and after them every route in earnest.
 *
 *   in earnest: all done ─► the stage is set ─► crimes, each answered as it has to be ─► in earnest
 */
import type { TestNode } from "../../apps/march/test/fake-node.ts";
import { castOf } from "./http-cast.ts";
import { type Asked, crimesOn, newcomers, type Stage, stageOf } from "./http-crimes.ts";
import { inEarnest } from "./http-earnest.ts";
import { nameOf, type Route, routesOf, send } from "./http-route.ts";
import { type Attempt, gathered, type RouteTally, tallied, timesOf } from "./http-tally.ts";
import { heldMB } from "./memory.ts";
import { type Random, seeded } from "./mutation.ts";

export interface HttpReport {
  readonly rounds: number;
  readonly tried: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Done, or a bug. */
  readonly accepted: number;
  readonly acceptedTexts: readonly string[];
  readonly bugs: number;
  readonly controls: number;
  readonly controlsAccepted: number;
  readonly growthMB: number;
  /** Every route of the API, by its name. */
  readonly routes: Readonly<Record<string, RouteTally>>;
}

/** `rounds` times every crime on every route, by the seed. */
export async function fuzzHttp(node: TestNode, rounds: number, seed: number): Promise<HttpReport> {
  const random = seeded(seed);
  const routes = await routesOf(node);
  const cast = await castOf(node);
  const early = await inEarnest(cast, "Early");
  const stage = await stageOf(cast);
  let attempts: readonly Attempt[] = [];
  let before = 0;
  for (let round = 0; round < rounds; round += 1) {
    // The first round warms code and tables.
    if (round === 1) before = await heldMB();
    const now = { ...stage, round, ...(await newcomers(cast)) };
    attempts = gathered([...attempts, ...(await attack(now, routes, random))]);
  }
  const growthMB = Math.round(((await heldMB()) - before) * 10) / 10;
  const bugs = node.errors.length;
  const earnest = [early, await inEarnest(cast, "Late")];
  const statuses = earnest.flatMap((all) => [...all.values()]);
  const accepted = attempts.filter(({ text }) => text !== null);
  return {
    rounds,
    tried: timesOf(attempts),
    byStatus: byStatus(attempts),
    accepted: timesOf(accepted),
    acceptedTexts: accepted.flatMap(({ text }) => text ?? []),
    bugs,
    controls: statuses.length,
    controlsAccepted: statuses.filter(isDone).length,
    growthMB,
    routes: tallied(routes, attempts, earnest),
  };
}

/** Every crime on every route, once. */
async function attack(
  stage: Stage,
  routes: readonly Route[],
  random: Random,
): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  for (const route of routes) {
    for (const asked of await crimesOn(stage, route, random)) {
      const { status } = await send(stage.cast.node, { ...asked, names: stage.names });
      const { crime, wanted } = asked;
      const text = isAccepted(asked, status) ? textOf(asked, status) : null;
      attempts.push({ times: 1, name: nameOf(route), crime, wanted, status, text });
    }
  }
  return attempts;
}

function isAccepted({ isHarmless }: Asked, status: number): boolean {
  return status === 500 || (isDone(status) && !isHarmless);
}

function isDone(status: number): boolean {
  return status < 400;
}

function textOf({ crime, route, headers, body }: Asked, status: number): string {
  const said = `${JSON.stringify(headers)} ${body?.slice(0, 200)}`;
  return `${status} ${crime} ${nameOf(route)} ${said}`;
}

function byStatus(attempts: readonly Attempt[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status, times } of attempts) counts[status] = (counts[status] ?? 0) + times;
  return counts;
}
