/** Runs the test of one mutant, with the mutant in, and judges whether it was noticed. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isUnit, ROOT } from "../runner/files.ts";
import type { TestEnd } from "../runner/suite-message.ts";
import { runSuite, type SuiteResult } from "../runner/suite-run.ts";
import type { Mutant } from "./mutant.ts";

const UNIT_MS_MAX = 60_000;
const UNIT_TEST_MS_MAX = 20_000;
const PROCESSES_MS_MAX = 4 * 60_000;
const PROCESSES_TEST_MS_MAX = 90_000;

const HOOK = new URL("hook.mjs", import.meta.url).href;

export interface TryOptions {
  readonly root?: string;
  /** What the test is told beside the mutant. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Returns the empty string when the mutant was caught, else why it counts as survived. */
export async function tryMutant(mutant: Mutant, options: TryOptions = {}): Promise<string> {
  const { root = ROOT, env = {} } = options;
  const noticed = (test: TestEnd) => test.failure !== "" && test.name.includes(`[${mutant.rule}]`);
  const unit = isUnit(mutant.test);
  const result = await runSuite([join(root, mutant.test)], {
    limitMs: unit ? UNIT_MS_MAX : PROCESSES_MS_MAX,
    named: `[${mutant.rule}]`,
    testMsMax: unit ? UNIT_TEST_MS_MAX : PROCESSES_TEST_MS_MAX,
    env: { ...env, ...environmentOf(mutant, root) },
    // A test with processes of its own is left to close them.
    ...(unit ? { stopAt: noticed } : {}),
  });
  return result.tests.some(noticed) ? "" : whySurvived(mutant, result);
}

/** The environment that carries a mutant into a process and all that it starts. */
export function environmentOf(mutant: Mutant, root: string): Record<string, string> {
  const url = pathToFileURL(join(root, mutant.file)).href;
  const inherited = process.env["NODE_OPTIONS"] ?? "";
  return {
    MUSTER_MUTANT: JSON.stringify({ url, find: mutant.find, replace: mutant.replace }),
    NODE_OPTIONS: `${inherited} --import=${HOOK}`.trim(),
  };
}

function whySurvived(mutant: Mutant, result: SuiteResult): string {
  const others = result.tests.filter((test) => test.failure !== "").map((test) => test.name);
  if (others.length > 0) return `no test named [${mutant.rule}] failed, only: ${others.join("; ")}`;
  if (result.troubles.length > 0) return `no test failed, but: ${result.troubles.join("; ")}`;
  return `all ${result.tests.length} tests named [${mutant.rule}] in ${mutant.test} pass with it`;
}
