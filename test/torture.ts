/**
 * `npm run torture`: real processes, a real PostgreSQL, real faults; or real sessions of replicas
 * and changed messages; or a march, damaged, forged and flooded. Progress goes to standard error; the summary is the last that is printed,
 * after all that is wrong. The exit code is 1 where something is, and 2 where the arguments are
 * wrong.
 */
import { Socket } from "node:net";
import { orderOf, type TortureOrder, USAGE } from "./torture/args.ts";
import { provideFaketime } from "./torture/faketime.ts";
import { tortureMarch } from "./torture/march.ts";
import { tortureReplica } from "./torture/replica.ts";
import { torture } from "./torture/run.ts";
import { summaryOf } from "./torture/summary.ts";
import { judge } from "./torture/verdict.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const EXIT_INTERRUPTED = 130;

const order = orderOf(process.argv.slice(2), Math.random);
if (order === "help") {
  process.stdout.write(`${USAGE}\n`);
} else if ("wrong" in order) {
  process.stderr.write(`${order.wrong}\n`);
  process.exitCode = EXIT_USAGE;
} else if (order.what !== "partition") {
  const tortured = order.what === "replica" ? tortureReplica(order, say) : tortureMarch(order, say);
  const { told, isRight } = await tortured;
  process.stdout.write(`${told}\n`);
  if (!isRight) process.exitCode = EXIT_FAILED;
} else {
  process.exitCode = await run(order);
}

async function run(wanted: TortureOrder): Promise<number> {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => interrupted.abort());
  }
  const lifeline = process.env["MUSTER_LIFELINE"];
  if (lifeline !== undefined) {
    // The launcher holds the other end: it ends when the launcher or npm does.
    const pipe = new Socket({ fd: Number(lifeline) });
    pipe
      .on("close", () => interrupted.abort())
      .unref()
      .resume();
  }
  const library = await provideFaketime(say);
  if ("missing" in library) {
    say(`the server's clock cannot be set: ${library.missing}`);
    if (process.env["CI"] === "true") return EXIT_FAILED;
  }
  try {
    const options = { order: wanted, library, say, signal: interrupted.signal };
    const verdict = await torture(options, judge);
    const told = wanted.json ? JSON.stringify(verdict, null, 2) : summaryOf(verdict);
    process.stdout.write(`${told}\n`);
    return verdict.complaints.length === 0 ? 0 : EXIT_FAILED;
  } catch (error) {
    if (!interrupted.signal.aborted) throw error;
    say("interrupted: all that was started has been ended");
    return EXIT_INTERRUPTED;
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
