/**
 * Groups as a person sees them: `muster work` in real terminals' stead, processes that share one
 * embedded server and are killed, stopped and asked to leave; and the verbs that look on.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { join as joinGroup, postgres } from "@muster/partition";
import { Pool } from "pg";
import { eventually, muster, processesOf, type Started } from "./e2e/muster-process.ts";
import { openEmbedded } from "./embedded/open.ts";

const PLACE = /^(.*):\[(\d+)\/(\d+)\] working away as usual\.\.\.$/gm;
const REOWNED_MS_MAX = 4_500;
const folder = mkdtempSync(join(tmpdir(), "muster-work-"));
const data = ["--data", join(folder, "data")];

after(() => {
  for (const one of processesOf(folder)) process.kill(one.pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const work = (group: string, ...flags: string[]) => muster(["work", group, ...data, ...flags]);

async function joined(worker: Started): Promise<string> {
  return (await worker.saw(/joined as member (\S+)/))[1] ?? "";
}

/** "1/4": the place that it said last. */
function placeOf(worker: Started): string {
  const [, , index, size] = [...worker.output().matchAll(PLACE)].at(-1) ?? [];
  return `${index}/${size}`;
}

/** Until they have all places of a group of their number; how long that took, ms. */
async function settled(workers: readonly Started[]): Promise<number> {
  const sinceMs = performance.now();
  const wanted = workers.map((_, index) => `${index}/${workers.length}`);
  const places = () => workers.map(placeOf).toSorted();
  await eventually(
    () => places().every((place, index) => place === wanted[index]),
    () => `${wanted.join(" ")}: ${workers.map((worker) => worker.output()).join("\n--\n")}`,
  );
  return performance.now() - sinceMs;
}

async function ended(...workers: readonly Started[]): Promise<void> {
  for (const worker of workers) process.kill(-worker.pid, "SIGINT");
  for (const worker of workers) assert.equal((await worker.ended).code, 0, worker.output());
}

test("[N32] [P5] [P6] [P13] four say their places; killed, stopped and joining ones change them", async () => {
  const four = [work("reports"), work("reports"), work("reports"), work("reports")];
  const ids = await Promise.all(four.map(joined));
  assert.equal(new Set(ids).size, 4);
  await settled(four);
  assert.match(four[0]?.output() ?? "", /^reports:\[\d\/4\] working away as usual\.\.\.$/m);

  const [killed, ...three] = four;
  process.kill(killed?.pid ?? 0, "SIGKILL");
  const reownedMs = await settled(three);
  assert.ok(reownedMs < REOWNED_MS_MAX, `${reownedMs} ms`);

  // Not the last: it comes back at another place than it had.
  const stopped = three.find((worker) => placeOf(worker) === "0/3");
  assert.ok(stopped !== undefined);
  const others = three.filter((worker) => worker !== stopped);
  process.kill(stopped.pid, "SIGSTOP");
  await sleep(200);
  const before = stopped.output().length;
  await settled(others);
  await sleep(6_000);
  process.kill(stopped.pid, "SIGCONT");
  const since = () => stopped.output().slice(before);
  await eventually(() => since().includes("joined as member"), since);
  assert.match(since(), /^muster: fenced: the others heard nothing of this member/m);
  await settled(three);
  await sleep(1_500);
  assert.doesNotMatch(since(), /\[0\/3\]/);
  const id = /joined as member (\S+)/.exec(since())?.[1] ?? "";
  assert.ok(id !== "" && !ids.includes(id), id);

  const fourth = work("reports");
  await settled([...three, fourth]);
  process.kill(-fourth.pid, "SIGINT");
  const leftMs = await settled(three);
  assert.ok(leftMs < 1_000, `${leftMs} ms`);
  assert.equal((await fourth.ended).code, 0);
  assert.match(fourth.output(), /^muster: left the group$/m);
  await ended(...three);
});

test("[N32] one line a second", async () => {
  const worker = work("pace");
  await worker.saw(/\[0\/1\]/);
  const lines = () => [...worker.output().matchAll(PLACE)].length;
  const before = lines();
  await sleep(4_000);
  assert.ok(Math.abs(lines() - before - 4) <= 1, `${lines() - before} lines in 4 s`);
  await ended(worker);
});

test("[N32] [P13] with --slow the others wait for it", async () => {
  const slow = work("slow", "--slow", "2");
  await slow.saw(/\[0\/1\]/);
  const other = work("slow");
  await joined(other);
  const waitedMs = await settled([slow, other]);
  assert.ok(waitedMs > 1_800 && waitedMs < 4_000, `${waitedMs} ms`);
  await ended(slow, other);
});

test("[N32] [P7] [P13] with --hang it is fenced and comes back; too slow, it gives up its place", async () => {
  const calm = work("hang");
  await joined(calm);
  const hanging = work("hang", "--hang", "6");
  const stuck = work("stuck", "--slow", "7");
  await stuck.saw(/\[0\/1\]/);
  const newcomer = work("stuck");
  await settled([calm, hanging]);
  await calm.saw(/was silent, and is out/);
  await hanging.saw(/fenced: the others heard nothing/);
  await settled([calm, hanging]);
  await stuck.saw(/fenced: this member did not stop when the group changed/);
  await settled([newcomer, stuck]);
  await ended(calm, hanging, newcomer, stuck);
});

test("[N32] with --crash-after it dies, and is out in time", async () => {
  const calm = work("crash");
  await joined(calm);
  const crashing = work("crash", "--crash-after", "4");
  await settled([calm, crashing]);
  assert.equal((await crashing.ended).code, null);
  assert.ok((await settled([calm])) < REOWNED_MS_MAX);
  await ended(calm);
});

test("[N32] who tells the members, and drain asks one to leave", async () => {
  const two = [work("seen"), work("seen")];
  await settled(two);
  const { output, code } = await muster(["who", "seen", ...data]).ended;
  assert.equal(code, 0, output);
  assert.match(output, /^\[0\/2\] +[0-9a-f-]{36} +\S+:\d+ +0 keys, heard of \d\.\d s ago$/m);
  const json = await muster(["who", "seen", "--json", ...data]).ended;
  const members = JSON.parse(json.output) as readonly { readonly index: number }[];
  assert.deepEqual(
    members.map(({ index }) => index),
    [0, 1],
  );
  const asked = await muster(["drain", "seen", "1", ...data]).ended;
  assert.match(asked.output, /^member [0-9a-f-]{36} is asked to hand over and leave$/m);
  const gone = await Promise.race(two.map(async (each) => (await each.ended, each)));
  assert.equal((await gone.ended).code, 0);
  assert.match(gone.output(), /^muster: asked to leave \(muster drain\): left the group$/m);
  const rest = two.filter((each) => each !== gone);
  await settled(rest);
  const nobody = await muster(["drain", "seen", "9", ...data]).ended;
  assert.equal(nobody.code, 1);
  assert.match(nobody.output, /^muster: group seen has no member 9: see muster who seen$/m);
  await ended(...rest);
  const empty = await muster(["who", "seen", ...data]).ended;
  assert.match(empty.output, /^nobody is in the group seen$/m);
});

test("[N32] explain tells who owns a key and why, or that it is free", async () => {
  const explain = (key: string) => muster(["explain", "shards", key, ...data]).ended;
  const nothing = await explain("2");
  assert.equal(nothing.code, 1);
  assert.match(nothing.output, /^muster: group shards has no key 2: /m);
  await using opened = new AsyncDisposableStack();
  const server = await openEmbedded(data[1] ?? "", {
    signal: new AbortController().signal,
    onLost: (fault) => assert.fail(fault),
    onProgress: () => {},
  });
  opened.defer(() => server.close());
  const pool = new Pool({ connectionString: server.url });
  opened.defer(() => pool.end());
  const group = await joinGroup(postgres(pool), "shards", { partitions: 4, label: "by hand" });
  opened.use(group);
  await eventually(
    () => group.keys.size === 4,
    () => `${group.keys.size} keys`,
  );
  await group.claim("room/7");
  const owned = await explain("2");
  assert.equal(owned.code, 0, owned.output);
  assert.match(owned.output, new RegExp(`2 is owned by ${group.id} \\(by hand\\), \\[0/1\\]`));
  assert.match(owned.output, /claim is number \d+ of timeline 1$/m);
  assert.match(owned.output, /each of the 1 members owns 4 of 4/);
  assert.match((await explain("room/7")).output, /a name stays until its owner releases it/);
  await group.leave();
  assert.match((await explain("2")).output, /^2 is free/m);
});
