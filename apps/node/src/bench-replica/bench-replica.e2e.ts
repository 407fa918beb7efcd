/** The bench of replica as a person runs it, in little: the peers are the real ones. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventually, muster, processesOf, ROOT } from "../e2e/muster-process.ts";
import { PEERS } from "./plan.ts";
import { type Measured, type Report, reportOf } from "./report.ts";

/** No process is of this folder: only those of the bench are looked for. */
const NOWHERE = "/no such folder";
const results = join(ROOT, "bench/results");

const reports = () =>
  existsSync(results) ? readdirSync(results).filter((name) => name.startsWith("replica-")) : [];

test("[N36] --quick --json prints every figure of ours and of every peer, measured", async () => {
  const before = new Set(reports());
  const { code, output } = await muster(["bench", "replica", "--quick", "--json"]).ended;
  assert.equal(code, 0, output);
  const [json = "", ...more] = output.split("\n").filter((line) => line.startsWith("{"));
  assert.deepEqual(more, []);
  const { idleReconnectBytes: idle, corruption, forgotten, adds } = JSON.parse(json) as Report;
  assert.ok(idle.ours > 0 && idle.ours <= 64, json);
  for (const name of PEERS) {
    // What says nothing of authors may be small; what names each of 50 is not.
    assert.ok(idle.peers[name]! > idle.ours, json);
    assert.ok(corruption.peers[name]! >= 0 && forgotten.peers[name]! >= 0, json);
  }
  assert.ok(
    idle.peers["yjs"]! > 4 * idle.authors && idle.peers["scuttlebutt"]! > 50 * idle.authors,
  );
  assert.deepEqual([corruption.accepted, corruption.controls], [0, corruption.controlsAccepted]);
  // A text in the open, without a checksum: a changed letter is a changed letter.
  assert.ok(corruption.peers["yjs"]! > 0 && corruption.peers["scuttlebutt"]! > 0, json);
  assert.deepEqual([forgotten.found, forgotten.controlFound], [0, true]);
  assert.equal(forgotten.peers["yjs, log of updates"], forgotten.deleted);
  assert.deepEqual(
    adds.map(({ records }) => records),
    [100, 1_000],
  );
  for (const { perSecond, bytesPerRecord, map, ratio, peers } of adds) {
    assert.ok(perSecond > 0 && map.perSecond > 0 && ratio > 0, json);
    // A signature and an author alone are more.
    assert.ok(bytesPerRecord > 150 && map.bytesPerRecord > 150, json);
    for (const name of PEERS)
      assert.ok(peers[name]!.records > 0 && peers[name]!.perSecond > 0, json);
  }
  const made = reports().filter((name) => !before.has(name));
  const kept = made.map((name) => readFileSync(join(results, name), "utf8"));
  const raw = kept.map((text) => reportOf(JSON.parse(text) as Measured));
  assert.ok(raw.some((each) => JSON.stringify(each) === json));
});

test("[N36] interrupted, it leaves no process", async () => {
  const bench = muster(["bench", "replica", "--quick"]);
  await bench.saw(/corruption/);
  const pids = new Set(processesOf(NOWHERE, bench.pid).map((one) => one.pid));
  assert.ok(pids.size >= 2, bench.output());
  process.kill(-bench.pid, "SIGINT");
  assert.equal((await bench.ended).code, 0, bench.output());
  const left = () => processesOf("/").filter((one) => pids.has(one.pid));
  await eventually(
    () => left().length === 0,
    () => JSON.stringify(left()),
  );
});
