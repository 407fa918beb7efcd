/**
 * Posts on the schedule. A post is sent when it is due, whatever became of the ones before it,
 * and its latency counts from when it was due: a slow node cannot slow its own measurement.
 *
 * Rule S11: docs/spec/march-simulation.md.
 */

import { placeOf } from "../model.ts";
import type { MarchApi } from "../simulate/api.ts";
import { type Life, until } from "../simulate/wait.ts";
import { type Due, dueOf, type Load, type Loaded } from "./schedule.ts";

const FAILURES_TOLD_MAX = 5;
const MIDDLE = { lat: 40.706_5, lon: -74.011 };
/** Everyone has a line of their own, about 11 cm from the next, and moves along it. */
const STEP_DEGREES = 0.000_001;

export interface Poster {
  readonly person: string;
  readonly token: string;
}

export interface Posting {
  readonly api: Pick<MarchApi, "update">;
  readonly load: Load;
  readonly posters: readonly Poster[];
  readonly startAt: number;
  readonly life: Life;
}

export async function postAll(posting: Posting): Promise<Loaded> {
  const { load, startAt, life } = posting;
  const tally = { latenciesMs: [] as number[], failures: [] as string[], locations: 0, failed: 0 };
  const pings = new Map<number, number>();
  const sent: Promise<void>[] = [];
  let behindMs = 0;
  for (const due of dueOf(load)) {
    const dueAt = startAt + due.atMs;
    if (dueAt > life.timers.now()) await until(life, dueAt);
    behindMs = Math.max(behindMs, life.timers.now() - dueAt);
    sent.push(postOne(due, dueAt));
  }
  await Promise.all(sent);
  return { ...tally, behindMs: Math.round(behindMs) };

  async function postOne(due: Due, dueAt: number): Promise<void> {
    try {
      const locations = await ask(posting, due, pings.get(due.person) ?? -1);
      tally.latenciesMs.push(life.timers.now() - dueAt);
      tally.locations += locations.length;
      const newest = locations.reduce((most, { time }) => Math.max(most, time), -1);
      pings.set(due.person, Math.max(newest, pings.get(due.person) ?? -1));
    } catch (error) {
      tally.failed += 1;
      if (tally.failures.length < FAILURES_TOLD_MAX) tally.failures.push(String(error));
    }
  }
}

function ask({ api, load, posters }: Posting, { person, post }: Due, lastPing: number) {
  const poster = posters[person] ?? { person: "", token: "" };
  const lat = MIDDLE.lat + person * STEP_DEGREES;
  const lon = MIDDLE.lon + post * STEP_DEGREES;
  const update = { lastPing, person: poster.person, place: placeOf(lat, lon) };
  return api.update(load.march, poster.token, update);
}
