/**
 * Groups for tests: `muster work` in real terminals' stead, in one data directory of the test's own.
 * What is left of it is gone after the test file.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { eventually, muster, processesOf, type Started } from "./muster-process.ts";

export const PLACE = /^(.*):\[(\d+)\/(\d+)\] working away as usual\.\.\.$/gm;
export const JOINED = /joined as member ([0-9a-f-]{36}), process (\d+)$/m;
const folder = mkdtempSync(join(tmpdir(), "muster-work-"));
export const dataDirectory = join(folder, "data");
export const data = ["--data", dataDirectory];

after(() => {
  for (const one of processesOf(folder)) process.kill(one.pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

export const work = (group: string, ...flags: string[]) =>
  muster(["work", group, ...data, ...flags]);

export async function joined(worker: Started): Promise<string> {
  return (await worker.saw(JOINED))[1] ?? "";
}

/** "1/4": the place that it said last. */
export function placeOf(worker: Started): string {
  const [, , index, size] = [...worker.output().matchAll(PLACE)].at(-1) ?? [];
  return `${index}/${size}`;
}

/** Until they have all places of a group of their number; how long that took, ms. */
export async function settled(workers: readonly Started[]): Promise<number> {
  const sinceMs = performance.now();
  const wanted = workers.map((_, index) => `${index}/${workers.length}`);
  const places = () => workers.map(placeOf).toSorted();
  await eventually(
    () => places().every((place, index) => place === wanted[index]),
    () => `${wanted.join(" ")}: ${workers.map((worker) => worker.output()).join("\n--\n")}`,
  );
  return performance.now() - sinceMs;
}

/** Ctrl-C in each terminal. */
export async function ended(...workers: readonly Started[]): Promise<void> {
  for (const worker of workers) process.kill(-worker.pid, "SIGINT");
  for (const worker of workers) assert.equal((await worker.ended).code, 0, worker.output());
}
