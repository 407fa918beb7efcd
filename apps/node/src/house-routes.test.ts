import assert from "node:assert/strict";
import test from "node:test";
import { Counter, collectDefaultMetrics, Registry } from "prom-client";
import { houseRoutes } from "./house-routes.ts";

const metrics = new Registry();
new Counter({ name: "seen_total", help: "seen", registers: [metrics] }).inc(3);

function ask(path: string, from: string, headers: Readonly<Record<string, string>> = {}) {
  const routes = houseRoutes({
    ping: async () => from !== "gone",
    version: "1.2.3",
    metrics,
    applications: ["march"],
  });
  const socket = { remoteAddress: from, remotePort: 1, remoteFamily: "IPv4" };
  const init = { headers: { host: "localhost:4000", ...headers } };
  return routes.request(path, init, { incoming: { socket } });
}

test("[N21] the health is that of the database", async () => {
  const well = await ask("/healthz", "192.0.2.1");
  assert.deepEqual(
    [well.status, await well.json()],
    [200, { ok: true, version: "1.2.3", database: "answers" }],
  );
  assert.equal((await ask("/healthz", "gone")).status, 503);
});

test("[N26] the figures are for who asks on this machine", async () => {
  for (const address of ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"]) {
    const answer = await ask("/metrics", address);
    assert.equal(answer.status, 200, address);
    assert.match(await answer.text(), /^seen_total 3$/m);
    assert.match(answer.headers.get("content-type") ?? "", /^text\/plain; version=/);
  }
});

test("[N26] the figures tell what a load test asks for", async () => {
  collectDefaultMetrics({ register: metrics });
  const told = await (await ask("/metrics", "127.0.0.1")).text();
  for (const name of [
    "process_cpu_seconds_total",
    "process_resident_memory_bytes",
    "nodejs_heap_size_used_bytes",
    "nodejs_eventloop_lag_p99_seconds",
  ]) {
    assert.match(told, new RegExp(`^${name} `, "m"));
  }
});

test("[N26] the figures are not for others, nor through another server", async () => {
  for (const address of ["192.0.2.1", "1270.0.0.1", "::2", "::ffff:192.0.2.1"]) {
    assert.equal((await ask("/metrics", address)).status, 404, address);
  }
  for (const header of ["x-forwarded-for", "forwarded", "x-real-ip", "via"]) {
    const answer = await ask("/metrics", "127.0.0.1", { [header]: "192.0.2.1" });
    assert.equal(answer.status, 404, header);
  }
});

test("[N26] the figures are not for a name that was made to mean this machine", async () => {
  for (const host of ["127.0.0.1:4000", "localhost", "[::1]:4000"]) {
    assert.equal((await ask("/metrics", "127.0.0.1", { host })).status, 200, host);
  }
  for (const host of [
    "evil.example:4000",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "",
  ]) {
    assert.equal((await ask("/metrics", "127.0.0.1", { host })).status, 404, host);
  }
});
