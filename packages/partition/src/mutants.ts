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
];
