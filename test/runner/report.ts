/** Lines on the screen: passing tests compactly, failing ones in full. */
import { relative } from "node:path";
import { ROOT } from "./files.ts";
import type { TestEnd } from "./suite-message.ts";
import type { SuiteResult } from "./suite-run.ts";
import { seconds, type Tally } from "./tally.ts";

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints how a suite went, a line for each file, and returns its counts. */
export function reportSuite(result: SuiteResult): Tally {
  for (const [file, tests] of Map.groupBy(result.tests, (test) => test.file)) {
    sayFile(file, tests);
  }
  const failures = result.tests.filter((test) => test.failure !== "");
  for (const test of failures) sayFailure(test);
  for (const trouble of result.troubles) say(`  FAILED ${fromRoot(trouble)}`);
  if (failures.length + result.troubles.length > 0 && result.output.trim() !== "") {
    say(`  what the tests printed:\n${indented(result.output.trim())}`);
  }
  return {
    passed: result.tests.length - failures.length,
    failed: failures.length + result.troubles.length,
  };
}

/** Prints how a check that is one command went; its output only when it failed. */
export function reportCheck(name: string, ok: boolean, output: string): Tally {
  if (ok) return { passed: 1, failed: 0 };
  say(`  FAILED ${name}\n${indented(output.trim())}`);
  return { passed: 0, failed: 1 };
}

function sayFile(file: string, tests: readonly TestEnd[]): void {
  const failed = tests.filter((test) => test.failure !== "").length;
  const ms = tests.reduce((sum, test) => sum + test.ms, 0);
  const verdict = failed === 0 ? "ok    " : "FAILED";
  const count = `${tests.length - failed} of ${tests.length}`;
  say(`  ${verdict} ${count.padStart(9)}  ${seconds(ms).padStart(7)}  ${fromRoot(file)}`);
}

function sayFailure(test: TestEnd): void {
  say(`\n  FAILED ${test.name}\n    at ${fromRoot(test.file)}:${test.line}`);
  say(`${indented(test.failure)}\n`);
}

function fromRoot(text: string): string {
  return text.startsWith(ROOT) ? relative(ROOT, text) : text;
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, "    ");
}
