import assert from "node:assert/strict";
import { test } from "node:test";
import { orderOf } from "./args.ts";

test("the command line of a simulation says how many seeds, and from where", () => {
  assert.deepEqual(orderOf(["partition"]), {
    what: "partition",
    seeds: 200,
    from: 1,
    trace: false,
  });
  assert.equal(typeof orderOf(["replica"]), "object");
  assert.deepEqual(orderOf(["partition", "--seeds", "20", "--from", "0"]), {
    what: "partition",
    seeds: 20,
    from: 0,
    trace: false,
  });
  assert.deepEqual(orderOf(["partition", "--trace", "--from", "7"]), {
    what: "partition",
    seeds: 200,
    from: 7,
    trace: true,
  });
  assert.equal(orderOf(["partition", "--help"]), "help");
});

test("a command line of a simulation that is wrong is answered with one line", () => {
  for (const [args, line] of [
    [[], "what to simulate is missing: partition, replica, or --help"],
    [["rooms"], '"rooms" has no simulation: partition, replica, or --help'],
    [["partition", "--seeds"], '--seeds: "" is no whole number from 1 to 1000000'],
    [["partition", "--seeds", "0"], '--seeds: "0" is no whole number from 1 to 1000000'],
    [["partition", "--from", "-1"], '--from: "-1" is no whole number from 0 to 999999999'],
    [["partition", "--fast"], 'unknown argument "--fast": --help tells which there are'],
    [["partition", "--trace", "--seeds", "2"], "--trace is of one seed: use --from, not --seeds"],
  ] as const) {
    assert.equal(orderOf(args), line);
  }
});
