/** Ways to break the rules of the verbs, and the test that notices. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const SRC = "apps/node/src/verbs";

export const mutants: readonly Mutant[] = [
  {
    // The doctor looks for a lock where there is no directory.
    rule: "N22",
    file: `${SRC}/doctor.ts`,
    find: "const node = exists ? findRunningNode(directory) : null;",
    replace: "const node = findRunningNode(directory);",
    test: "apps/node/src/usage.e2e.ts",
  },
  {
    // What is not Muster's does not matter.
    rule: "N23",
    file: `${SRC}/reset.ts`,
    find: "strange.length > 0",
    replace: "strange.length > 99",
    test: "apps/node/src/node.e2e.ts",
  },
];
