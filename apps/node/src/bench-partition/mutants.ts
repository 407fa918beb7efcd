/** Ways to break the bench of groups, and the test that notices. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const SRC = "apps/node/src/bench-partition";

export const mutants: readonly Mutant[] = [
  {
    // Jump hashing jumps too short.
    rule: "N33",
    file: `${SRC}/hashing.ts`,
    find: "Math.floor((index + 1) * ",
    replace: "1 + Math.floor(index * ",
    test: `${SRC}/hashing.test.ts`,
  },
  {
    // The lowest score wins, so that nobody beats the first.
    rule: "N33",
    file: `${SRC}/hashing.ts`,
    find: "if (score > bestScore)",
    replace: "if (score < bestScore)",
    test: `${SRC}/hashing.test.ts`,
  },
  {
    // The bound flatters.
    rule: "N33",
    file: `${SRC}/moves.ts`,
    find: "    return owned;\n",
    replace: "    return owned + 1;\n",
    test: `${SRC}/moves.test.ts`,
  },
  {
    // One partition more than must is given up, and taken again.
    rule: "P11",
    file: "packages/partition/src/holdings.ts",
    find: "now.choose(held, count - first.length)",
    replace: "now.choose(held, count - first.length + 1)",
    test: `${SRC}/moves.test.ts`,
  },
  {
    // A partition that comes back to its owner has not moved.
    rule: "N33",
    file: `${SRC}/moves.ts`,
    find: "(this.#given += 1)",
    replace: "(this.#given = 0)",
    test: `${SRC}/moves.test.ts`,
  },
  {
    // Percentiles are those of the sample before.
    rule: "N33",
    file: `${SRC}/report.ts`,
    find: "Math.ceil(share * sorted.length)",
    replace: "Math.floor(share * sorted.length)",
    test: `${SRC}/report.test.ts`,
  },
  {
    // A key counts as taken over before anybody else has it.
    rule: "N33",
    file: `${SRC}/crash.ts`,
    find: "keys.get(key)?.worker !== victim;",
    replace: "keys.get(key)?.worker === victim;",
    test: `${SRC}/bench-partition.e2e.ts`,
  },
];
