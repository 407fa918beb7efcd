/** Ways to break rules of docs/spec/partition.md that real processes under real faults notice. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const SRC = "packages/partition/src";
const TORTURE = "test/torture/torture.e2e.ts";

export const mutants: readonly Mutant[] = [
  {
    // Acting goes on for longer than others watch before they bury.
    rule: "P6",
    file: `${SRC}/timing.ts`,
    find: "actMs: 2_600,",
    replace: "actMs: 26_000,",
    test: TORTURE,
  },
  {
    // A transaction does not ask whether its fence still holds.
    rule: "P9",
    file: `${SRC}/postgres/effects.ts`,
    find: "if (rowCount === 1) return;",
    replace: "if (rowCount !== null) return;",
    test: TORTURE,
  },
];
