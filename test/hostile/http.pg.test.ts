import assert from "node:assert/strict";
import { test } from "node:test";
import { openNode } from "../../apps/march/test/fake-node.ts";
import { fuzzHttp } from "./http-fuzz.ts";
import { looseRoutes } from "./http-tally.ts";

const SEED = 6;
const ROUNDS = 4;

test("[S18] forged and damaged requests to every route: none is done, none is a bug", async (t) => {
  const node = await openNode();
  try {
    const { growthMB: _, routes, ...report } = await fuzzHttp(node, ROUNDS, SEED);
    t.diagnostic(`seed ${SEED}: ${JSON.stringify(report)}`);
    assert.deepEqual(report.acceptedTexts, []);
    assert.deepEqual(looseRoutes(routes, ROUNDS), []);
    const { accepted, bugs, controls, controlsAccepted } = report;
    assert.deepEqual(
      { accepted, bugs, controls: controlsAccepted },
      { accepted: 0, bugs: 0, controls },
    );
    assert.ok(Object.keys(routes).length >= 19 && report.tried > 500, JSON.stringify(report));
  } finally {
    await node.close();
  }
});
