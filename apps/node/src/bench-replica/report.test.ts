import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOf } from "./lines.ts";
import type { Figures } from "./message.ts";
import { type Name, PEERS } from "./plan.ts";
import { broken, JUDGED_FROM, type Measured, reportOf } from "./report.ts";

const plan = { authors: 10, flips: 200, sizes: [100, 1_000], warmUp: 1, peerAddsMsMax: 1 };

const added = (records: number, cpuMicroseconds: number) => ({
  records,
  perSecond: Math.round(1_000_000 / cpuMicroseconds),
  cpuMicroseconds,
  bytesPerRecord: 1_000,
});
const corrupted = { tried: 200, controls: 2, controlsAccepted: 2 };
const forgotten = { deleted: 4, controlFound: true };

const good = (accepted = 0, found = 0): Figures => ({
  corruption: { main: { ...corrupted, accepted } },
  forgotten: { main: { ...forgotten, found } },
  reconnect: { main: 46 },
  adds: [added(100, 90), added(1_000, 90)],
});

const measured = (changed: Partial<Record<Name, Figures>> = {}): Measured => ({
  plan,
  figures: {
    ours: good(),
    "plain map": { adds: [added(100, 50), added(1_000, 50)] },
    ...Object.fromEntries(PEERS.map((name) => [name, good(50, 4)] as const)),
    ...changed,
  },
});

test("[N36] every named peer has a figure in every part", () => {
  const { idleReconnectBytes, corruption, forgotten, adds } = reportOf(measured());
  for (const { peers } of [idleReconnectBytes, corruption, forgotten, ...adds]) {
    assert.deepEqual(Object.keys(peers), [...PEERS]);
  }
  assert.equal(corruption.peers["yjs"], 50);
  assert.equal(forgotten.peers["loro-crdt"], 4);
  assert.deepEqual([corruption.tried, corruption.accepted], [200, 0]);
});

test("[N36] a peer without a figure fails the run", () => {
  const { reconnect: _, ...rest } = good();
  for (const figures of [rest, { ...good(), adds: [] }, { adds: [added(100, 1)] }]) {
    assert.throws(() => reportOf(measured({ tinybase: figures })), { code: "bench_failed" });
  }
});

test("[N36] a control that was not accepted, or was not found, fails the run", () => {
  const deaf = { ...corrupted, accepted: 0, controlsAccepted: 1 };
  const untried = { tried: 0, accepted: 0, controls: 0, controlsAccepted: 0 };
  const blind = { ...forgotten, found: 0, controlFound: false };
  const yjs = good();
  for (const figures of [
    { ...yjs, corruption: { main: deaf } },
    { ...yjs, corruption: { main: untried } },
    { ...yjs, corruption: { main: { ...corrupted, accepted: 0 }, others: { a: deaf } } },
    { ...yjs, forgotten: { main: blind } },
  ]) {
    assert.throws(() => reportOf(measured({ yjs: figures })), { code: "bench_failed" });
  }
  assert.throws(() => reportOf(measured({ ours: { ...yjs, corruption: { main: deaf } } })));
});

test("[N36] what a peer's documentation gives two ways has two figures, the kinder by its name", () => {
  const reconnect = { main: 148, others: { "nothing remembered": 3_873 } };
  const { idleReconnectBytes } = reportOf(measured({ yjs: { ...good(), reconnect } }));
  assert.equal(idleReconnectBytes.peers["yjs"], 148);
  assert.equal(idleReconnectBytes.peers["yjs, nothing remembered"], 3_873);
});

test("[N36] a peer that its time stopped says how many it has", () => {
  const report = reportOf(measured({ scuttlebutt: { ...good(), adds: [added(70, 9)] } }));
  assert.deepEqual(
    report.adds.map(({ peers }) => peers["scuttlebutt"]?.records),
    [70, 70],
  );
  assert.match(linesOf(report).join("\n"), /scuttlebutt: .*stopped at 70/);
});

test("[N36] adds are set beside a plain Map of the same run by processor time", () => {
  const [row] = reportOf(measured()).adds;
  assert.deepEqual([row?.ratio, row?.map.cpuMicroseconds], [1.8, 50]);
});

test("[N36] a promise that was not kept is a reason", () => {
  assert.deepEqual(broken(reportOf(measured())), []);
  const ours = { ...good(1, 2), reconnect: { main: 65 } };
  assert.deepEqual(broken(reportOf(measured({ ours }))), [
    "an idle reconnect takes 65 bytes",
    "1 changed bytes were accepted",
    "2 deleted texts were found",
  ]);
});

test("[N36] adds that are slower than promised, or grow, are a reason, but for the first", () => {
  const reasons = (first: number, last: number) => {
    const all = measured({
      ours: { ...good(), adds: [added(JUDGED_FROM, first), added(10 * JUDGED_FROM, last)] },
      "plain map": { adds: [added(JUDGED_FROM, 50), added(10 * JUDGED_FROM, 50)] },
    });
    return broken(reportOf(all));
  };
  assert.deepEqual(reasons(100, 100), []);
  assert.deepEqual(reasons(101, 90), ["100000 adds take 2.02 times what a plain Map takes"]);
  assert.deepEqual(reasons(45, 91), ["an add takes the longer the more there are"]);
  const few = { ...good(), adds: [added(100, 900), added(1_000, 900)] };
  assert.deepEqual(broken(reportOf(measured({ ours: few }))), []);
});
