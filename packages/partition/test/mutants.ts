/** Ways to break what stands between the rules and the application, and the test that notices. */
import type { Mutant } from "../../../test/mutants/mutant.ts";

const SRC = "packages/partition/src";

export const mutants: readonly Mutant[] = [
  {
    // A member that hung may act until its rules look at the clock.
    rule: "P7",
    file: `${SRC}/loop.ts`,
    find: "return mayAct(",
    replace: "return this.#state.id !== null || mayAct(",
    test: `${SRC}/membership.test.ts`,
  },
  {
    // A key is given back while its transactions run.
    rule: "P8",
    file: `${SRC}/holder.ts`,
    find: "await Promise.allSettled([held.ended(), ",
    replace: "await Promise.allSettled([",
    test: `${SRC}/holder.test.ts`,
  },
  {
    // A claim is forgotten when the member that made it dies.
    rule: "P8",
    file: `${SRC}/claims.ts`,
    find: 'for (const key of this.#claims.keys()) this.#handle({ kind: "want", key });',
    replace: "",
    test: `${SRC}/claims.test.ts`,
  },
  {
    // A transaction is acknowledged before its commit.
    rule: "P10",
    file: `${SRC}/holder.ts`,
    find: "await store.transaction({",
    replace: "void store.transaction({",
    test: `${SRC}/holder.test.ts`,
  },
  {
    // A view that is asked after is not given up.
    rule: "P13",
    file: `${SRC}/views.ts`,
    find: "this.#stopped(taken.turn);",
    replace: "",
    test: `${SRC}/views.test.ts`,
  },
];
