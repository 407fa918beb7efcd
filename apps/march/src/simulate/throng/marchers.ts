/**
 * A process of a throng: it is told which people are its own, and does what they do. It ends with
 * its standard input, whoever closes that.
 */
import { systemTimers } from "@muster/rooms";
import { readLines, writeLine } from "../json-lines.ts";
import { SignatureSample } from "../signature-sample.ts";
import type { Life } from "../wait.ts";
import { Company } from "./company.ts";
import type { FromThrong, ThrongSetup, ToThrong } from "./message.ts";

/** How long an old post that comes after the erase has to show, if it does. */
const HAUNT_MS = 1_000;
/** Of a sample that is verified; the march's own may be shorter. */
const LIFETIME_MS = 1_800_000;

const end = new AbortController();
const life: Life = { timers: systemTimers, signal: end.signal };
const say = (message: FromThrong | { is: "failed"; reason: string }): void =>
  writeLine(process.stdout, message);

interface Known {
  readonly setup: ThrongSetup;
  readonly company: Company;
  readonly sample: SignatureSample;
}
let known: Promise<Known> | null = null;

function fail(error: unknown): void {
  if (end.signal.aborted) return;
  say({ is: "failed", reason: error instanceof Error ? error.message : String(error) });
  stop(1);
}

function stop(code: number): void {
  end.abort(new Error("the throng ends"));
  // Requests and sockets may be open still; nobody waits for them.
  process.exit(code);
}

async function open(setup: ThrongSetup): Promise<Known> {
  const { march } = setup;
  const now = () => life.timers.now();
  const sample = await SignatureSample.open({ march, lifetimeMs: LIFETIME_MS, now });
  const company = new Company(setup, life, sample);
  await company.join();
  say({ is: "joined", ids: company.ids });
  return { setup, company, sample };
}

async function obey(message: ToThrong): Promise<void> {
  if (message.is === "setup") {
    known = open(message);
    await known;
    return;
  }
  if (known === null) throw new Error("the first message is the setup");
  const { setup, company, sample } = await known;
  if (message.is === "go") {
    const { startAt, roster } = message;
    await company.march({ startAt, tickMs: setup.tickMs, people: setup.people }, roster, say);
  } else if (message.is === "haunt") {
    say({ is: "haunted", errors: await company.haunt(HAUNT_MS) });
  } else if (message.is === "round") {
    say({ is: "posted", ...(await company.round(message.overMs)) });
  } else {
    const { latencies, frames, bytes } = company;
    say({ is: "ended", latencies, frames, bytes, sample: await sample.counts() });
    company.close();
  }
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
process.stdin.on("close", () => stop(0));
process.on("uncaughtException", fail);
readLines(process.stdin, (message) => {
  obey(message as ToThrong).catch(fail);
});
