/** Ways to break the rules of synchronisation, and of what it carries. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const SRC = "packages/replica/src";
const SYNC = `${SRC}/sync`;

export const mutants: readonly Mutant[] = [
  {
    // Only the wall clock closes slots.
    rule: "R9",
    file: `${SRC}/deadlines.ts`,
    find: "if (atMs <= monotonicMs) lastMs",
    replace: "if (atMs < 0) lastMs",
    test: `${SRC}/deadlines.test.ts`,
  },
  {
    // A slow clock makes records last longer.
    rule: "R9",
    file: `${SRC}/deadlines.ts`,
    find: "Math.min(expiresAt - nowMs, this.#lifetimeMs)",
    replace: "expiresAt - nowMs",
    test: `${SRC}/deadlines.test.ts`,
  },
  {
    // Every record of a slot begins its time anew.
    rule: "R9",
    file: `${SRC}/deadlines.ts`,
    find: "    if (this.#slots.has(expiresAt)) return;\n",
    replace: "",
    test: `${SRC}/deadlines.test.ts`,
  },
  {
    // Whoever wants to may erase.
    rule: "R11",
    file: `${SRC}/judgement.ts`,
    find: 'if (mayErase === undefined) return refused("forbidden", "nobody may erase here");',
    replace: "if (mayErase === undefined) return null;",
    test: `${SRC}/erasing.test.ts`,
  },
  {
    // Nobody heeds who may erase.
    rule: "R11",
    file: `${SRC}/judgement.ts`,
    find: 'return reason === null ? null : refused("forbidden", reason);',
    replace: "return null;",
    test: `${SRC}/erasing.test.ts`,
  },
  {
    // An erase may end before what it covers.
    rule: "R11",
    file: `${SRC}/space.ts`,
    find: "if (model === erasing.name) return expiresAt === expiryOf(stamp.wallMs, this.lifetimeMs);",
    replace: "",
    test: `${SRC}/erasing.test.ts`,
  },
  {
    // An erase erases its own record, so that nobody else hears of it.
    rule: "R11",
    file: `${SRC}/space.ts`,
    find: "return model !== erasing.name && covers",
    replace: "return model !== null && covers",
    test: `${SRC}/erasing.test.ts`,
  },
  {
    // A store that is opened again has forgotten the erase that it holds.
    rule: "R11",
    file: `${SRC}/space.ts`,
    find: "watermarkOf(this.#views.of<Erased>(erasing).stamp ?? NOTHING_ERASED)",
    replace: "NOTHING_ERASED",
    test: `${SRC}/erasing.test.ts`,
  },
  {
    // A gap between two ranges is filled.
    rule: "R5",
    file: `${SYNC}/ranges.ts`,
    find: "const first = this.#at(from - 1);",
    replace: "const first = this.#at(from - 2);",
    test: `${SYNC}/ranges.test.ts`,
  },
  {
    // Ranges grow without end.
    rule: "R5",
    file: `${SYNC}/ranges.ts`,
    find: "if (this.#all.length > RANGES_MAX) this.#all.shift();",
    replace: "",
    test: `${SYNC}/ranges.test.ts`,
  },
];
