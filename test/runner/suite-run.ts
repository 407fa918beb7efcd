/**
 * Runs test files in a child process and collects how each test ended. A file
 * without tests, a crash, a time limit and a leak are failures like any other.
 */
import { fileURLToPath } from "node:url";
import { runChild } from "./child.ts";
import type { SuiteMessage, SuiteOrder, TestEnd } from "./suite-message.ts";

export interface SuiteResult {
  readonly tests: readonly TestEnd[];
  /** What went wrong outside any test, each with its reason. */
  readonly troubles: readonly string[];
  readonly timedOut: boolean;
  /** What the files printed. */
  readonly output: string;
}

export interface SuiteOptions {
  readonly limitMs: number;
  readonly testMsMax: number;
  /** Only tests whose name holds this run. */
  readonly named?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the run as soon as a test ends like this; what did not run yet is not missed. */
  readonly stopAt?: (test: TestEnd) => boolean;
}

const SUITE = fileURLToPath(new URL("suite.ts", import.meta.url));

/** `files` are absolute paths. */
export async function runSuite(
  files: readonly string[],
  options: SuiteOptions,
): Promise<SuiteResult> {
  const tests: TestEnd[] = [];
  const troubles: string[] = [];
  let done = false;
  const enough = new AbortController();
  const { testMsMax, named = "" } = options;
  const order = JSON.stringify({ files, testMsMax, named } satisfies SuiteOrder);
  const { code, output, timedOut } = await runChild(
    process.execPath,
    ["--conditions=@muster/source", SUITE, order],
    {
      limitMs: options.limitMs,
      ...(options.env === undefined ? {} : { env: options.env }),
      signal: enough.signal,
      onMessage: (message) => {
        const told = message as SuiteMessage;
        if ("done" in told) done = true;
        else if ("leak" in told) troubles.push(`left open after the last test: ${told.leak}`);
        else if ("late" in told) troubles.push(told.late);
        else {
          tests.push(told.test);
          if (options.stopAt?.(told.test) === true) enough.abort();
        }
      },
    },
  );
  if (enough.signal.aborted) return { tests, troubles: [], timedOut: false, output };
  if (timedOut) troubles.push(`not done after ${options.limitMs / 1000} s`);
  else if (!(done && code === 0) && troubles.length === 0) {
    troubles.push(`the process ended before its tests, with ${code ?? "a signal"}`);
  } else if (tests.length === 0) troubles.push("no tests ran");
  return { tests, troubles, timedOut, output };
}
