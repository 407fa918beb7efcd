/** The command line of `npm test`: `[--only <step>]… [part of a path]…`. */

export const STEPS = ["format", "lint", "types", "tidy", "unit", "pg", "e2e", "mutants"] as const;

export type StepName = (typeof STEPS)[number];

/** Steps that run files of tests, and so can be narrowed by a path. */
const BY_PATH: readonly StepName[] = ["unit", "pg", "e2e"];

export interface Plan {
  readonly steps: readonly StepName[];
  /** A file takes part when its path contains one of these; none: every file does. */
  readonly paths: readonly string[];
}

export const USAGE = `usage: npm test -- [--only ${STEPS.join("|")}]… [part of a path]…`;

/** Returns the plan, or one line that says what is wrong. */
export function planOf(args: readonly string[]): Plan | string {
  const only = new Set<StepName>();
  const paths: string[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? "";
    if (arg === "--only") {
      i += 1;
      const step = STEPS.find((name) => name === args[i]);
      if (step === undefined) return `--only: no step "${args[i] ?? ""}"; ${USAGE}`;
      only.add(step);
    } else if (arg.startsWith("-")) {
      return `unknown option ${arg}; ${USAGE}`;
    } else {
      paths.push(arg);
    }
  }
  return { steps: chosen(only, paths), paths };
}

function chosen(only: ReadonlySet<StepName>, paths: readonly string[]): readonly StepName[] {
  if (only.size > 0) return STEPS.filter((step) => only.has(step));
  return paths.length > 0 ? BY_PATH : STEPS;
}
