/**
 * Runs test files in this one process and tells the parent, through IPC, of
 * every test that ended. Started by `runSuite`; its argument is a SuiteOrder.
 *
 * Nothing may stay open: when the process is still alive some seconds after
 * its last test, what keeps it alive is reported as a failure.
 */
import { run } from "node:test";
import { inspect } from "node:util";
import type { SuiteMessage, SuiteOrder, TestEnd } from "./suite-message.ts";

/** A socket that is being closed needs a moment; a forgotten server stays for ever. */
const CLOSING_MS_MAX = 5000;

type TestEvent = Parameters<typeof endOf>[0];

const order = JSON.parse(process.argv[2] ?? "") as SuiteOrder;
const send = (message: SuiteMessage) => process.send?.(message);

process.on("disconnect", () => process.exit(1));
process.channel?.unref();

const events = run({ files: [...order.files], isolation: "none", timeout: order.testMsMax });
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
events.resume();

function tell(event: TestEvent, passed: boolean): void {
  // A describe only groups: its tests are told one by one, so is a hook that failed.
  if (event.details.type === "suite" && passed) return;
  send({ test: endOf(event, passed) });
}

function endOf(
  event: {
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
  },
  passed: boolean,
): TestEnd {
  const skipped = event.skip !== undefined || event.todo !== undefined;
  const error = event.details.error;
  const why = skipped ? "skipped: every test runs" : shown(error?.cause ?? error);
  return {
    name: event.name,
    file: event.file ?? "",
    line: event.line ?? 0,
    ms: event.details.duration_ms,
    failure: passed && !skipped ? "" : why,
  };
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
