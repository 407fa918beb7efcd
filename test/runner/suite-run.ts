/**
 * Runs test files in a child process and collects how each test ended. A file
 * without tests, a crash, a time limit and a leak are failures like any other.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runChild } from "./child.ts";
import type { SuiteMessage, TestEnd } from "./suite-message.ts";

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
  const enough = new AbortController();
  const order = JSON.stringify({ files, testMsMax: options.testMsMax });
  const { code, output, timedOut } = await runChild(
    process.execPath,
    ["--conditions=@muster/source", SUITE, order],
    {
      limitMs: options.limitMs,
      ...(options.env === undefined ? {} : { env: options.env }),
      signal: enough.signal,
      onMessage: (message) => {
        const told = message as SuiteMessage;
        if ("leak" in told) troubles.push(`left open after the last test: ${told.leak}`);
        else tests.push(told.test);
        if ("test" in told && options.stopAt?.(told.test) === true) enough.abort();
      },
    },
  );
  if (enough.signal.aborted) return { tests, troubles: [], timedOut: false, output };
  if (timedOut) troubles.push(`not done after ${options.limitMs / 1000} s`);
  else if (code !== 0 && troubles.length === 0) {
    troubles.push(`the process ended with ${code ?? "a signal"}\n${output.slice(-4000)}`);
  }
  if (troubles.length === 0) troubles.push(...filesWithoutTests(files, tests));
  return { tests, troubles, timedOut, output };
}

/** Tests that a contract suite defines carry the name of its file, not of the one that calls it. */
function filesWithoutTests(files: readonly string[], tests: readonly TestEnd[]): string[] {
  const told = new Set(tests.map((test) => test.file));
  const callsContract = (file: string) =>
    tests.length > 0 && !readFileSync(file, "utf8").includes('"node:test"');
  return files
    .filter((file) => !told.has(file) && !callsContract(file))
    .map((file) => `${file}: no tests in it`);
}
