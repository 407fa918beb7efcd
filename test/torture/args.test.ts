import assert from "node:assert/strict";
import { test } from "node:test";
import { orderOf } from "./args.ts";

const orderFor = (...args: string[]) => orderOf(args, () => 0.5);

test("the command line of a torture says how long, and which faults", () => {
  assert.deepEqual(orderFor("partition"), {
    what: "partition",
    seconds: 60,
    seed: 500_000,
    json: false,
  });
  assert.deepEqual(orderFor("partition", "--seconds", "120", "--seed", "0", "--json"), {
    what: "partition",
    seconds: 120,
    seed: 0,
    json: true,
  });
  const replica = { what: "replica", tries: 100_000, seed: 500_000, json: false };
  assert.deepEqual(orderFor("replica"), replica);
  assert.deepEqual(orderFor("replica", "--tries", "200"), { ...replica, tries: 200 });
  const march = { what: "march", tries: 500, seed: 9, json: true };
  assert.deepEqual(orderFor("march", "--tries", "500", "--seed", "9", "--json"), march);
  assert.equal(orderFor("partition", "--help"), "help");
});

test("a command line of a torture that is wrong is answered with one line", () => {
  for (const [args, wrong] of [
    [[], "what to torture is missing: partition, replica, march, or --help"],
    [["rooms"], '"rooms" has no torture: partition, replica, march, or --help'],
    [["partition", "--seed"], '--seed: "" is no whole number from 0 to 999999999'],
    [["partition", "--seconds", "19"], '--seconds: "19" is no whole number from 20 to 86400'],
    [["partition", "--seconds", "-1"], '--seconds: "-1" is no whole number from 20 to 86400'],
    [["partition", "--seconds", "1e2"], '--seconds: "1e2" is no whole number from 20 to 86400'],
    [["partition", "--seconds", "86401"], '--seconds: "86401" is no whole number from 20 to 86400'],
    [["partition", "--tries", "200"], 'unknown argument "--tries": --help tells which there are'],
    [["replica", "--tries", "99"], '--tries: "99" is no whole number from 100 to 10000000'],
    [["partition", "--fast"], 'unknown argument "--fast": --help tells which there are'],
  ] as const) {
    assert.deepEqual(orderFor(...args), { wrong });
  }
});
