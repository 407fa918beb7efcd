/** Ways to break which partitions move, and what the tables tell of it, and the test that notices. */
import type { Mutant } from "../../../test/mutants/mutant.ts";

const SRC = "packages/partition/src";

export const mutants: readonly Mutant[] = [
  {
    // More moves than must.
    rule: "P12",
    file: `${SRC}/weights.ts`,
    find: "while (chosen.length < count) {",
    replace: "while (chosen.length <= count) {",
    test: `${SRC}/weights.test.ts`,
  },
  {
    // Whoever weighs most goes first.
    rule: "P12",
    file: `${SRC}/weights.ts`,
    find: "load - lighter.load < heavier.load - load",
    replace: "load - lighter.load < 0",
    test: `${SRC}/weights.test.ts`,
  },
  {
    // A heartbeat waits while partitions are chosen.
    rule: "P7",
    file: `${SRC}/weights.ts`,
    find: "    places[at] = places[next] ?? next;\n",
    replace: "",
    test: `${SRC}/weights.test.ts`,
  },
  {
    // Who lacks keys is told to look at the group, and not that they are released.
    rule: "P14",
    file: `${SRC}/tables.ts`,
    find: 'this.#ports.notify("freed");',
    replace: 'this.#ports.notify("changed");',
    test: `${SRC}/store.test.ts`,
  },
  {
    // Who is asked to leave hears of it with its next heartbeat.
    rule: "P14",
    file: `${SRC}/postgres/inspect.ts`,
    find: "returning id, partition.tell(group_name)",
    replace: "returning id",
    test: `${SRC}/store.pg.test.ts`,
  },
  {
    // A first join is tried for ever.
    rule: "P14",
    file: `${SRC}/membership.ts`,
    find: "const FIRST_JOIN_MS_MAX = 10_000;",
    replace: "const FIRST_JOIN_MS_MAX = 100_000;",
    test: `${SRC}/reach.test.ts`,
  },
  {
    // One request that fails is said to be a database out of reach.
    rule: "P14",
    file: `${SRC}/reach.ts`,
    find: "if (this.#isTold || nowMs - this.#failingSinceMs < TIMING.actMs) return;",
    replace: "if (this.#isTold) return;",
    test: `${SRC}/reach.test.ts`,
  },
  {
    // Who joins is not stopped while the group is opened.
    rule: "P14",
    file: `${SRC}/join.ts`,
    find: "return await Promise.race([opening, aborted.promise]);",
    replace: "return await opening;",
    test: `${SRC}/postgres/opening.pg.test.ts`,
  },
  {
    // What the database took back is held on to.
    rule: "P8",
    file: `${SRC}/holdings.ts`,
    find: "if (!holding.named && !listed.has(key))",
    replace: "if (!holding.named && listed.size < 0)",
    test: `${SRC}/holdings.test.ts`,
  },
];
