import assert from "node:assert/strict";
import { test } from "node:test";
import { openMarch } from "../../apps/march/test/fake-march.ts";
import { Edge } from "../../packages/rooms/src/edge.ts";
import { CONNECTIONS_MAX } from "../../packages/rooms/src/limits.ts";
import { FakeSocket } from "../../packages/rooms/test/fake-socket.ts";

test("[M14] a node that has as many connections as it can closes the next, until one goes", async () => {
  const { host, timers } = await openMarch();
  const bugs: unknown[] = [];
  const edge = new Edge({ host, timers, onError: (error) => bugs.push(error) });
  const opened = Array.from({ length: CONNECTIONS_MAX }, () => edge.open(new FakeSocket()));
  assert.ok(!opened.includes(null));
  const refused = new FakeSocket();
  assert.equal(edge.open(refused), null);
  assert.equal(refused.closed?.code, 4429);
  assert.equal(edge.counters.get("connection_refused"), 1);
  opened[0]?.closed();
  assert.notEqual(edge.open(new FakeSocket()), null);
  edge.close();
  assert.equal(edge.connections, 0);
  assert.deepEqual(bugs, []);
});
