/** The bench of groups as a person runs it, in little: real processes, really killed. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { eventually, muster, processesOf, ROOT } from "../e2e/muster-process.ts";
import { type Measured, type Report, reportOf } from "./report.ts";

const folder = mkdtempSync(join(tmpdir(), "muster-bench-test-"));
const env = { TMPDIR: folder };
const results = join(ROOT, "bench/results");

after(() => {
  for (const one of processesOf(folder)) process.kill(one.pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const reports = () => readdirSync(results).filter((name) => name.startsWith("partition-"));

test("[N33] --quick --json prints every figure, measured", async () => {
  const { code, output } = await muster(["bench", "partition", "--quick", "--json"], { env }).ended;
  assert.equal(code, 0, output);
  const [json = "", ...more] = output.split("\n").filter((line) => line.startsWith("{"));
  assert.deepEqual(more, []);
  const { crash, join: joined, moves, heartbeats } = JSON.parse(json) as Report;
  assert.equal(crash.lease.kills, 2);
  assert.equal(crash.fast.kills, 2);
  // A counter is watched for 3.3 s, of which the last heartbeat's age at the kill is gone by then.
  assert.ok(crash.lease.p50Ms > 2_500 && crash.lease.p99Ms < 6_000, json);
  assert.ok(crash.fast.p50Ms > 0 && crash.fast.p99Ms < crash.lease.p50Ms, json);
  assert.deepEqual([joined.members, joined.partitions, joined.joins], [4, 90, 3]);
  assert.ok(joined.p50Ms > 0 && joined.p99Ms >= joined.p50Ms, json);
  assert.equal(moves.changes, 400);
  assert.equal(moves.ours, moves.bound);
  assert.ok(moves.jump > moves.bound && moves.modulo > moves.jump, json);
  assert.deepEqual(
    heartbeats.map(({ members, connections }) => [members, connections]),
    [
      [10, 10],
      [100, 80],
    ],
  );
  for (const { perSecond, meanMs } of heartbeats) assert.ok(perSecond > 0 && meanMs > 0, json);
  const kept = reports().map((name) => readFileSync(join(results, name), "utf8"));
  const raw = kept.map((text) => reportOf(JSON.parse(text) as Measured));
  assert.ok(raw.some((each) => JSON.stringify(each) === json));
});

test("[N33] interrupted among its workers, it leaves no process and no file", async () => {
  const bench = muster(["bench", "partition", "--quick"], { env });
  await bench.saw(/starting PostgreSQL/);
  const workers = () =>
    processesOf(folder, bench.pid).filter((one) => one.command.includes("worker.ts"));
  await eventually(
    () => workers().length >= 4,
    () => bench.output(),
  );
  const pids = new Set(processesOf(folder, bench.pid).map((one) => one.pid));
  process.kill(-bench.pid, "SIGINT");
  assert.equal((await bench.ended).code, 0, bench.output());
  const left = () => processesOf("/").filter((one) => pids.has(one.pid));
  await eventually(
    () => left().length === 0,
    () => JSON.stringify(left()),
  );
  assert.deepEqual(readdirSync(folder), []);
});
