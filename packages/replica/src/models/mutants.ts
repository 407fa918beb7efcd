/** Ways to break the rules of the built-in models, and the test that notices. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const SRC = "packages/replica/src/models";

export const mutants: readonly Mutant[] = [
  {
    // The last to arrive wins.
    rule: "R12",
    file: `${SRC}/latest.ts`,
    find: "compareStamps(entry.stamp, before.stamp) <= 0",
    replace: "compareStamps(entry.stamp, before.stamp) === 0",
    test: `${SRC}/latest.test.ts`,
  },
  {
    // Forgetting an old record takes the new one.
    rule: "R12",
    file: `${SRC}/latest.ts`,
    find: "held === undefined || compareStamps(held.stamp, entry.stamp) !== 0",
    replace: "held === undefined",
    test: `${SRC}/latest.test.ts`,
  },
];
