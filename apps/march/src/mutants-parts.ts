/** Ways to break who sees whom exactly, and the tests that notice. */
import type { Mutant } from "../../../test/mutants/mutant.ts";

const SRC = "apps/march/src";

export const PARTS: readonly Mutant[] = [
  {
    // One name sees part after part, as they fill.
    rule: "A6",
    file: `${SRC}/parts.ts`,
    find: "(this.#seen.get(name) ?? this.#free(contingent))",
    replace: "this.#free(contingent)",
    test: `${SRC}/parts.test.ts`,
  },
  {
    // Who is moved is seen by people whom they do not see.
    rule: "A6",
    file: `${SRC}/room.ts`,
    find: "if (parts.share(contingent, person).isMoved)",
    replace: "if (parts.share(contingent, person).part < 0)",
    test: `${SRC}/room.test.ts`,
  },
  {
    // Ghosts that shared once keep others apart for ever.
    rule: "A6",
    file: `${SRC}/room.ts`,
    find: "if (now === undefined) parts.stop(key);",
    replace: "if (now === undefined) return;",
    test: `${SRC}/room.test.ts`,
  },
  {
    // So do those who stopped.
    rule: "A6",
    file: `${SRC}/room.ts`,
    find: "if (place === null) parts.stop(person);\n        else if",
    replace: "if (place !== undefined) if",
    test: `${SRC}/room.test.ts`,
  },
];
