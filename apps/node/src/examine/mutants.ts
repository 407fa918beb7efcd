/** Ways to break what the doctor examines, and the test that notices. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const SRC = "apps/node/src/examine";
const test = `${SRC}/examine.test.ts`;

export const mutants: readonly Mutant[] = [
  {
    // A port that is taken is for the next start to find out.
    rule: "N22",
    file: `${SRC}/machine.ts`,
    find: 'return wrong("port", error.message);',
    replace: 'return fine("port", error.message);',
    test,
  },
  {
    // A file will do as a directory.
    rule: "N22",
    file: `${SRC}/machine.ts`,
    find: "if (!(await stat(at)).isDirectory()) throw unusable(path, notDirectory());",
    replace: "void notDirectory;",
    test,
  },
  {
    // A disk is full only when nothing is left.
    rule: "N22",
    file: `${SRC}/machine.ts`,
    find: "freeMb >= FREE_MB_MIN",
    replace: "freeMb > 0",
    test,
  },
  {
    // A slow answer is taken for a wrong clock.
    rule: "N22",
    file: `${SRC}/database.ts`,
    find: "isWithin ? 0 : ",
    replace: "",
    test,
  },
  {
    // What only a standby can do is enough.
    rule: "N22",
    file: `${SRC}/database.ts`,
    find: "if (isReadOnly) return",
    replace: "if (!isReadOnly) void",
    test: "apps/node/src/verbs/doctor.e2e.ts",
  },
  {
    // A map that is none is shown as there.
    rule: "N22",
    file: `${SRC}/files.ts`,
    find: "if (error instanceof Fault) return wrong(name, error.message);",
    replace: "if (error instanceof Fault) return fine(name, error.message);",
    test,
  },
];
