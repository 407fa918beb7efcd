/**
 * `npm run sim`: simulates as many seeds as asked. What failed is printed as it is found, how far
 * it is goes to standard error, and the last line is the sum. The exit code is 1 where a seed
 * failed, and 2 where the arguments are wrong.
 */
import { orderOf, type SimOrder, USAGE } from "./sim/args.ts";
import { PartitionSimulation } from "./sim/partition.ts";
import { ReplicaSimulation } from "./sim/replica.ts";
import type { SeedVerdict, Simulation } from "./sim/simulation.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const PROGRESS_MS = 1_000;
/** More of one kind tell nothing new. */
const FAILURES_MAX = 10;
/** Enough of the end of a trace to see what led to a complaint. */
const TRACE_LINES = 40;

const SIMULATIONS: Readonly<Record<SimOrder["what"], () => Simulation>> = {
  partition: () => new PartitionSimulation(),
  replica: () => new ReplicaSimulation(),
};

const order = orderOf(process.argv.slice(2));
if (order === "help") {
  process.stdout.write(`${USAGE}\n`);
} else if (typeof order === "string") {
  process.stderr.write(`${order}\n`);
  process.exitCode = EXIT_USAGE;
} else {
  const simulation = SIMULATIONS[order.what]();
  process.exitCode = await (order.trace ? trace(simulation, order) : run(simulation, order));
}

/** The whole history of one seed. */
async function trace(simulation: Simulation, { from }: SimOrder): Promise<number> {
  const verdict = await simulation.run(from, true);
  process.stdout.write(`${verdict.trace.join("\n")}\n`);
  for (const complaint of verdict.complaints) process.stdout.write(`${complaint}\n`);
  process.stdout.write(`seed ${from}: ${verdict.complaints.length} complaints\n`);
  return verdict.complaints.length === 0 ? 0 : EXIT_FAILED;
}

async function run(simulation: Simulation, { from, seeds }: SimOrder): Promise<number> {
  const started = performance.now();
  let [toldAt, failures] = [started, 0];
  for (let seed = from; seed < from + seeds; seed += 1) {
    const verdict = await simulation.run(seed, false);
    if (verdict.complaints.length > 0) {
      failures += 1;
      process.stdout.write(`${describe(verdict)}\n`);
    }
    if (failures >= FAILURES_MAX) break;
    if (performance.now() - toldAt < PROGRESS_MS) continue;
    toldAt = performance.now();
    process.stderr.write(`${seed - from + 1} of ${seeds} seeds, ${failures} failed\n`);
  }
  process.stdout.write(`${simulation.summary(performance.now() - started)}\n`);
  return failures === 0 ? 0 : EXIT_FAILED;
}

function describe({ seed, complaints, trace }: SeedVerdict): string {
  const lines = [`seed ${seed} failed:`, ...complaints, "the end of its trace:"];
  return [...lines, ...trace.slice(-TRACE_LINES)].join("\n");
}
