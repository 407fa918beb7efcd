import assert from "node:assert/strict";
import { test } from "node:test";
import { parseArgs } from "node:util";
import { SimulationFault } from "./fault.ts";
import { NYSE_CONVERGE } from "./nyse-converge.ts";
import { planOf, readOptions, SIMULATE_FLAGS, type SimulateOptions } from "./options.ts";

const read = (args: string[], seed: number): SimulateOptions =>
  readOptions(parseArgs({ args, options: SIMULATE_FLAGS, strict: true }).values, seed);
const peopleOf = (seed: number) => read(["--people", "random"], seed).people;
const planned = (...flags: string[]) => planOf(read(flags, 1), NYSE_CONVERGE);
const isUsage = (line: RegExp) => (error: unknown) => {
  assert.ok(error instanceof SimulationFault);
  assert.equal(error.exitCode, 2);
  assert.match(error.message, line);
  assert.doesNotMatch(error.message, /\n/);
  return true;
};

test("[S10] without flags: 150 people, 3 viewers, the whole route, speed 1, the seed at hand", () => {
  const options = read([], 77);
  const { people, viewers, speed, seed, race, sabotage } = options;
  assert.deepEqual([people, viewers, speed, seed, race, sabotage], [150, 3, 1, 77, false, null]);
  assert.equal(planOf(options, NYSE_CONVERGE).ticks, 12);
});

const WRONG: readonly (readonly [string, RegExp])[] = [
  ["--people 0", /--people "0" is no whole number from 1 to 10000/],
  ["--people 10001", /--people/],
  ["--people 1001 --race", /--race takes at most 1000 people/],
  ["--rounds 101", /--rounds/],
  ["--people many", /--people/],
  ["--people 1.5", /--people/],
  ["--people=-3", /--people/],
  ["--people 1e2", /--people/],
  ["--viewers 21", /--viewers/],
  ["--ticks 201", /--ticks/],
  ["--speed 0", /--speed/],
  ["--speed NaN", /--speed/],
  ["--speed 99999999999999999999", /--speed/],
  ["--expired 101", /--expired/],
  ["--seed 4294967296", /--seed/],
  ["--sabotage burn", /drop, stall, swap/],
  ["--sabotage swap --people 1", /two people/],
  ["--url nonsense", /--url/],
  ["--url file:///etc/passwd", /--url/],
];

for (const [flags, line] of WRONG) {
  test(`[S10] ${flags} is refused in one line, as a command written wrongly`, () => {
    assert.throws(() => read(flags.split(" "), 1), isUsage(line));
  });
}

test("[S10] a random number of people comes from the seed, 1 to 300", () => {
  const counts = Array.from({ length: 500 }, (_, seed) => peopleOf(seed));
  assert.equal(peopleOf(3), counts[3]);
  assert.ok(Math.min(...counts) >= 1 && Math.min(...counts) < 10);
  assert.ok(Math.max(...counts) <= 300 && Math.max(...counts) > 290);
});

test("[S15] what the node keeps is measured ten times from 1,000 people on, and as asked for", () => {
  const asked = [[], ["--people", "1000"], ["--rounds", "2"]];
  assert.deepEqual(
    asked.map((args) => read(args, 1).rounds),
    [0, 10, 2],
  );
});

test("[S10] an address is taken without its path", () => {
  const options = read(["--url", "http://127.0.0.1:4000/march/"], 1);
  assert.equal(options.url, "http://127.0.0.1:4000");
});

test("[S10] a race without a tick before and after it, and ticks too short, are refused", () => {
  assert.throws(() => planned("--race", "--ticks", "2"), isUsage(/3 ticks/));
  assert.equal(planned("--race", "--ticks", "3").ticks, 3);
  const fast = { ...NYSE_CONVERGE, tickSeconds: 1 };
  const options = read(["--speed", "20"], 1);
  assert.throws(() => planOf(options, fast), isUsage(/ticks of 50 ms/));
});
