/** Ways to break the rules of the embedded database, and the test that notices. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const SRC = "apps/node/src/embedded";
const EMBEDDED = `${SRC}/embedded.e2e.ts`;

export const mutants: readonly Mutant[] = [
  {
    // The last but one stops the server.
    rule: "N12",
    file: `${SRC}/guardian.ts`,
    find: "if (this.#users.size === 0) void",
    replace: "if (this.#users.size <= 1) void",
    test: EMBEDDED,
  },
  {
    // The guardian does not notice its server's end.
    rule: "N13",
    file: `${SRC}/guardian.ts`,
    find: '    this.#lose("PostgreSQL ended unexpectedly");\n',
    replace: "",
    test: EMBEDDED,
  },
  {
    // Root owns what root owned.
    rule: "N14",
    file: `${SRC}/owner.ts`,
    find: "user.uid === uidOfData && user.uid !== 0",
    replace: "user.uid === uidOfData",
    test: `${SRC}/owner.test.ts`,
  },
  {
    // The copy can be read by root alone.
    rule: "N15",
    file: `${SRC}/binaries.ts`,
    find: "    await makeReadable(draft);\n",
    replace: "",
    test: `${SRC}/binaries.e2e.ts`,
  },
  {
    // The server has a socket that everybody can reach.
    rule: "N16",
    file: `${SRC}/postmaster.ts`,
    find: 'unix_socket_directories: ""',
    replace: 'unix_socket_directories: "/tmp"',
    test: EMBEDDED,
  },
  {
    // The log grows.
    rule: "N25",
    file: `${SRC}/bounded-log.ts`,
    find: "this.#bytes + text.length > this.#bytesMax",
    replace: "this.#bytes < 0",
    test: `${SRC}/bounded-log.test.ts`,
  },
  {
    // A damaged database is made anew.
    rule: "N16",
    file: `${SRC}/cluster.ts`,
    find: "existsSync(DATA)",
    replace: 'existsSync(join(DATA, "PG_VERSION"))',
    test: EMBEDDED,
  },
  {
    // A shell's settings reach the embedded database.
    rule: "N16",
    file: `${SRC}/open.ts`,
    find: "  forgetShellSettings();\n",
    replace: "",
    test: EMBEDDED,
  },
];
