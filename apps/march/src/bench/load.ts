/**
 * The load of the bench: a process that posts for everyone on the schedule and tells what each
 * request took. It reads its work as one JSON line, answers with one, and ends with its
 * standard input.
 *
 *   person i of n posts at: i/n of an interval, then every interval
 *
 * Rules S11, S12: docs/spec/march-simulation.md.
 */
import { systemTimers } from "@muster/rooms";
import { MarchApi } from "../simulate/api.ts";
import { readLines, writeLine } from "../simulate/json-lines.ts";
import { type Life, until } from "../simulate/wait.ts";
import { type Poster, postAll } from "./posting.ts";
import type { Load, Loaded } from "./schedule.ts";

const JOIN_AT_ONCE = 16;
const START_MS = 500;

const end = new AbortController();
const life: Life = { timers: systemTimers, signal: end.signal };

async function work(load: Load): Promise<Loaded> {
  const api = new MarchApi(load.url, life.timers);
  const posters = await joinAll(api, load);
  const startAt = life.timers.now() + START_MS;
  await until(life, startAt);
  return postAll({ api, load, posters, startAt, life });
}

async function joinAll(api: MarchApi, { march, invite, people }: Load): Promise<readonly Poster[]> {
  const posters: Poster[] = [];
  while (posters.length < people) {
    const size = Math.min(JOIN_AT_ONCE, people - posters.length);
    const contingent = `bench-${(posters.length / JOIN_AT_ONCE) % 3}`;
    const batch = Array.from({ length: size }, () => api.join(march, invite, contingent));
    for (const { person, token } of await Promise.all(batch)) posters.push({ person, token });
  }
  return posters;
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
process.stdin.on("close", () => {
  end.abort(new Error("the load ends"));
  // Requests may be on their way still; nobody waits for them.
  process.exit();
});
readLines(process.stdin, (line) => {
  work(line as Load)
    .then((loaded) => writeLine(process.stdout, loaded))
    .catch((error: unknown) => writeLine(process.stdout, { failure: String(error) }));
});
