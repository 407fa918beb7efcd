/** The command line of `npm test`: `[--only <step>]… [part of a path]…`. */
import { isE2e, isPg, isUnit } from "./files.ts";

export const STEPS = [
  "format",
  "lint",
  "types",
  "tidy",
  "models",
  "unit",
  "pg",
  "e2e",
  "mutants",
] as const;

export type StepName = (typeof STEPS)[number];

/** Steps that a path narrows, and the files that it may name: any, for a mutant breaks any file. */
const BY_PATH: Readonly<Partial<Record<StepName, (path: string) => boolean>>> = {
  unit: isUnit,
  pg: isPg,
  e2e: isE2e,
  models: (path) => path.endsWith(".pml"),
  mutants: () => true,
};

export interface Plan {
  readonly steps: readonly StepName[];
  /** A file takes part when its path contains one of these; none: every file does. */
  readonly paths: readonly string[];
}

const NAMES = STEPS.join(", ");

export const HELP = `usage: npm test -- [--only <step>]… [part of a path]…

  without arguments     every step, in this order: ${NAMES}
  --only <step>         this step; may be given more than once
  part of a path        the tests (unit, pg, e2e) whose path contains it
  --only models path    the models whose path contains it
  --only mutants path   the mutants of, or caught by, the files whose path contains it

What the steps are: CONTRIBUTING.md`;

/** `files` are the paths of the repository. Returns the plan, or one line that says what is wrong. */
export function planOf(args: readonly string[], files: readonly string[]): Plan | string {
  const only = new Set<StepName>();
  const paths: string[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? "";
    if (arg === "--only") {
      i += 1;
      const wish = args[i];
      const step = STEPS.find((name) => name === wish);
      if (wish === undefined) return `--only needs a step: ${NAMES}`;
      if (step === undefined) return `--only: no step "${wish}": there are ${NAMES}`;
      only.add(step);
    } else if (arg.startsWith("-")) {
      return `unknown option ${arg}: there are --only <step>, --help, and parts of paths`;
    } else {
      paths.push(arg);
    }
  }
  return narrowed(only, paths, files);
}

function narrowed(
  only: ReadonlySet<StepName>,
  paths: readonly string[],
  files: readonly string[],
): Plan | string {
  if (paths.length === 0) return { steps: STEPS.filter((step) => isWished(step, only)), paths };
  const whole = [...only].find((step) => BY_PATH[step] === undefined);
  if (whole !== undefined) return `${whole} takes no path: ${Object.keys(BY_PATH).join(", ")} do`;
  // Mutants are many for each file: a path alone does not ask for them.
  const steps = only.size > 0 ? [...only] : (["unit", "pg", "e2e"] as const);
  const has = (step: StepName, part: string): boolean =>
    files.some((file) => BY_PATH[step]?.(file) === true && file.includes(part));
  const lost = paths.find((part) => !steps.some((step) => has(step, part)));
  if (lost !== undefined) return `no file of ${steps.join(", ")} has "${lost}" in its path`;
  const busy = steps.filter((step) => paths.some((part) => has(step, part)));
  return { steps: STEPS.filter((step) => busy.includes(step)), paths };
}

function isWished(step: StepName, only: ReadonlySet<StepName>): boolean {
  return only.size === 0 || only.has(step);
}
