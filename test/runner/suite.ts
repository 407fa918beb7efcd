/**
 * Runs test files in this one process and tells the parent, through IPC, of
 * every test that ended. Started by `runSuite`; its argument is a SuiteOrder.
 *
 * Nothing may stay open: when the process is still alive some seconds after
 * its last test, what keeps it alive is reported as a failure.
 */
import { resolve } from "node:path";
import { run } from "node:test";
import { inspect } from "node:util";
import type { SuiteMessage, SuiteOrder, TestEnd } from "./suite-message.ts";

/** A socket that is being closed needs a moment; a forgotten server stays for ever. */
const CLOSING_MS_MAX = 5000;

/** What the events of a test that passed and of one that failed have in common. */
interface TestEvent {
  readonly name: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly skip?: string | boolean | undefined;
  readonly todo?: string | boolean | undefined;
  readonly details: {
    readonly type?: string | undefined;
    readonly duration_ms: number;
    readonly error?: Error & { readonly cause?: unknown };
  };
}

const order = JSON.parse(process.argv[2] ?? "") as SuiteOrder;
const send = (message: SuiteMessage) => process.send?.(message);

// A test that calls process.exit never gets here.
process.once("beforeExit", () => send({ done: true }));
process.on("disconnect", () => process.exit(1));
process.channel?.unref();

const events = run({
  files: [...order.files],
  isolation: "none",
  timeout: order.testMsMax,
  ...(order.named === "" ? {} : { testNamePatterns: [new RegExp(RegExp.escape(order.named))] }),
});
let open = 0;
let anyEnded = false;
const sinceIdle = setTimeout(reportLeak, CLOSING_MS_MAX).unref();
events.on("test:enqueue", () => (open += 1));
events.on("test:complete", () => {
  open -= 1;
  anyEnded = true;
  sinceIdle.refresh();
});
events.on("test:pass", (event) => tell(event, true));
events.on("test:fail", (event) => tell(event, false));
events.on("test:diagnostic", ({ message }) => {
  // The only ones that are not counts: the process will end with 1.
  if (message.startsWith("Error: ")) send({ late: message });
});
events.resume();

function tell(event: TestEvent, passed: boolean): void {
  // A describe only groups: its tests are told one by one, so is a hook that failed.
  if (event.details.type === "suite" && passed) return;
  send({ test: endOf(event, passed) });
}

function endOf(event: TestEvent, passed: boolean): TestEnd {
  return {
    name: event.name,
    file: event.file ?? "",
    line: event.line ?? 0,
    ms: event.details.duration_ms,
    failure: failureOf(event, passed),
  };
}

function failureOf(event: TestEvent, passed: boolean): string {
  if (event.skip !== undefined || event.todo !== undefined) return "skipped: every test runs";
  const error = event.details.error;
  if (!passed) return shown(error?.cause ?? error);
  // The runner stands in for a file that has no tests with a test of its name.
  return event.file !== undefined && resolve(event.name) === event.file ? "no tests in it" : "";
}

/** The frames of the test runner itself say nothing. */
function shown(error: unknown): string {
  return inspect(error, { depth: 8 }).replaceAll(/\n +at [^\n]*node:internal[^\n]*/g, "");
}

/** Only an idle process counts: `refresh` has put this off since the last test ended. */
function reportLeak(): void {
  if (open > 0 || !anyEnded) return void sinceIdle.refresh();
  send({ leak: process.getActiveResourcesInfo().join(", ") });
  setTimeout(() => process.exit(1), 100);
}
