/**
 * `npm run sim`: simulates as many seeds as asked. What failed is printed as it is found, how far
 * it is goes to standard error, and the last line is the sum. The exit code is 1 where a seed
 * failed, and 2 where the arguments are wrong.
 */
import { simulate } from "../packages/partition/test/simulation.ts";
import {
  describeCounts,
  describeFailure,
  Tally,
  type Verdicts,
} from "../packages/partition/test/verdicts.ts";
import { orderOf, type SimOrder, USAGE } from "./sim/args.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const PROGRESS_MS = 1_000;
/** More of one kind tell nothing new. */
const FAILURES_MAX = 10;

const order = orderOf(process.argv.slice(2));
if (order === "help") {
  process.stdout.write(`${USAGE}\n`);
} else if (typeof order === "string") {
  process.stderr.write(`${order}\n`);
  process.exitCode = EXIT_USAGE;
} else {
  process.exitCode = order.trace ? trace(order.from) : run(order);
}

/** The whole history of one seed. */
function trace(seed: number): number {
  const verdict = simulate(seed, undefined, Number.POSITIVE_INFINITY);
  process.stdout.write(`${verdict.trace.join("\n")}\n`);
  for (const complaint of verdict.complaints) process.stdout.write(`${complaint}\n`);
  process.stdout.write(`seed ${seed}: ${verdict.complaints.length} complaints\n`);
  return verdict.complaints.length === 0 ? 0 : EXIT_FAILED;
}

function run({ from, seeds }: SimOrder): number {
  const tally = new Tally();
  const started = performance.now();
  let toldAt = started;
  for (let seed = from; seed < from + seeds; seed += 1) {
    const verdict = simulate(seed);
    tally.add(verdict);
    if (verdict.complaints.length > 0) process.stdout.write(`${describeFailure(verdict)}\n`);
    if (tally.failures >= FAILURES_MAX) break;
    if (performance.now() - toldAt < PROGRESS_MS) continue;
    toldAt = performance.now();
    process.stderr.write(`${seed - from + 1} of ${seeds} seeds, ${tally.failures} failed\n`);
  }
  const { verdicts } = tally;
  const ms = performance.now() - started;
  process.stdout.write(`${summary(verdicts, ms)}\n`);
  return verdicts.failed.length === 0 ? 0 : EXIT_FAILED;
}

function summary({ seeds, failed, counts, restMs, owned, ownedMin }: Verdicts, ms: number): string {
  const share = Number.isFinite(owned)
    ? `; owned ${percent(owned)} of the time without outages, ${percent(ownedMin)} at least`
    : "";
  return (
    `${seeds} seeds, ${failed.length} failed, ${(ms / 1_000).toFixed(1)} s; ` +
    `at rest within ${restMs} ms${share}; what was done to them and what they did about it ` +
    `(duplicated, late and lost are messages): ${describeCounts(counts)}`
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
