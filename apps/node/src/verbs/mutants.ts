/** Ways to break the rules of the verbs, and the test that notices. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const SRC = "apps/node/src/verbs";
const GROUPS = "apps/node/src/group-database.e2e.ts";

export const mutants: readonly Mutant[] = [
  {
    // An idle node is no user of its server.
    rule: "N22",
    file: `${SRC}/doctor.ts`,
    find: "node === null ? null : await healthOf(node);",
    replace: 'node === null ? null : fine("database", "answers the node");',
    test: "apps/node/src/node.e2e.ts",
  },
  {
    // Help leaves out what it does not know.
    rule: "N7",
    file: `${SRC}/help.ts`,
    find: "if (extra === undefined) return verb;",
    replace: "if (extra === undefined || words.length > 1) return verb;",
    test: "apps/node/src/cli.test.ts",
  },
  {
    // A long flag runs into what it means.
    rule: "N7",
    file: `${SRC}/help.ts`,
    find: "Math.max(WIDTH_MIN, ...rows.map(([left]) => left.length + 2))",
    replace: "WIDTH_MIN",
    test: "apps/node/src/cli.test.ts",
  },
  {
    // The doctor looks for a lock where there is no directory.
    rule: "N22",
    file: `${SRC}/doctor.ts`,
    find: "const node = directory === null ? null : findRunningNode(directory);",
    replace: "const node = findRunningNode(dataDirectory);",
    test: "apps/node/src/usage.e2e.ts",
  },
  {
    // A database that does not answer ends the doctor.
    rule: "N22",
    file: `${SRC}/doctor.ts`,
    find: "if (error instanceof Fault) return",
    replace: "if (error instanceof TypeError) return",
    test: `${SRC}/doctor.e2e.ts`,
  },
  {
    // Whoever looks is shown the password.
    rule: "N17",
    file: `${SRC}/doctor.ts`,
    find: "`127.0.0.1:${server.port}, used by",
    replace: "`127.0.0.1:${server.port}, ${server.url} used by",
    test: `${SRC}/doctor.e2e.ts`,
  },
  {
    // A file that a crash left behind is believed.
    rule: "N22",
    file: "apps/node/src/embedded/running-server.ts",
    find: 'if (systemCodeOf(cause) === "ECONNREFUSED") return null;',
    replace: "",
    test: `${SRC}/doctor.e2e.ts`,
  },
  {
    // Another address than the one of the database that is named.
    rule: "N22",
    file: `${SRC}/doctor.ts`,
    find: "if (databaseUrl !== null) {",
    replace: 'if (databaseUrl === "") {',
    test: `${SRC}/doctor.e2e.ts`,
  },
  {
    // No process has a name of its own.
    rule: "N22",
    file: "apps/node/src/process-name.ts",
    find: "return `muster ${pid}`;",
    replace: 'return pid === 0 ? "" : "muster";',
    test: `${SRC}/doctor.e2e.ts`,
  },
  {
    // What is not Muster's does not matter.
    rule: "N23",
    file: `${SRC}/reset.ts`,
    find: "strange.length > 0",
    replace: "strange.length > 99",
    test: "apps/node/src/node.e2e.ts",
  },
  {
    // An hour is not enough.
    rule: "N32",
    file: "apps/node/src/config.ts",
    find: "if (seconds <= SECONDS_MAX)",
    replace: "if (seconds <= 24 * SECONDS_MAX)",
    test: "apps/node/src/config.test.ts",
  },
  {
    // What is too much is passed over.
    rule: "N32",
    file: "apps/node/src/config.ts",
    find: "if (positionals.length > names.length)",
    replace: "if (positionals.length > 9)",
    test: "apps/node/src/config.test.ts",
  },
  {
    // What begins with a dash is a flag, numbers too.
    rule: "N7",
    file: "apps/node/src/config.ts",
    find: "/^-\\d/.test(arg)",
    replace: "arg === MARK",
    test: "apps/node/src/config.test.ts",
  },
  {
    // None is a number, too.
    rule: "N32",
    file: "apps/node/src/config.ts",
    find: "if (count >= 1 && count <= most)",
    replace: "if (count <= most)",
    test: "apps/node/src/config.test.ts",
  },
  {
    // A database is started for a group that cannot be.
    rule: "N32",
    file: `${SRC}/who.ts`,
    find: "  await checkGroup(group);\n",
    replace: "",
    test: "apps/node/src/usage.e2e.ts",
  },
  {
    // Ctrl-C is not heard by the member.
    rule: "N32",
    file: `${SRC}/work.ts`,
    find: "${process.pid}`, signal };",
    replace: "${process.pid}` };",
    test: "apps/node/src/work.e2e.ts",
  },
  {
    // A group that refuses is heard of by the application alone.
    rule: "N7",
    file: `${SRC}/work.ts`,
    find: ", group.left]",
    replace: ", new Promise(() => {})]",
    test: GROUPS,
  },
  {
    // Why it is over is told twice.
    rule: "N7",
    file: `${SRC}/work.ts`,
    find: "group.leave().catch(() => {})",
    replace: "group.leave()",
    test: GROUPS,
  },
  {
    // A process that was stopped says its place once more.
    rule: "N32",
    file: `${SRC}/work-places.ts`,
    find: "if (view.isUsable) ",
    replace: "",
    test: `${SRC}/work-places.test.ts`,
  },
  {
    // Who is out, or was stopped, says what it owned.
    rule: "N32",
    file: `${SRC}/work-keys.ts`,
    find: "return id !== null && ",
    replace: "return id === null || ",
    test: `${SRC}/work-keys.test.ts`,
  },
  {
    // Who left waits out the second all the same.
    rule: "N32",
    file: `${SRC}/work-keys.ts`,
    find: "sleep(manner.everyMs, undefined, { signal })",
    replace: "sleep(manner.everyMs)",
    test: `${SRC}/work-keys.test.ts`,
  },
  {
    // Each key has a line of its own.
    rule: "N32",
    file: `${SRC}/work-keys.ts`,
    find: "if (waiting.length > 1) return;",
    replace: "",
    test: `${SRC}/work-keys.test.ts`,
  },
  {
    // By the digits, not by the number.
    rule: "N32",
    file: `${SRC}/key-ranges.ts`,
    find: ".sort((a, b) => a - b)",
    replace: ".sort()",
    test: `${SRC}/key-ranges.test.ts`,
  },
  {
    // A group that there never was is taken for an empty one.
    rule: "N32",
    file: "apps/node/src/group-database.ts",
    find: "if (await wasJoined(pool, group)) return;",
    replace: 'if (group !== "" || (await wasJoined(pool, group))) return;',
    test: `${SRC}/who.e2e.ts`,
  },
  {
    // A label clears the screen.
    rule: "N32",
    file: "apps/node/src/one-line.ts",
    find: "\\p{Cc}",
    replace: "",
    test: "apps/node/src/one-line.test.ts",
  },
  {
    // A look makes what is missing.
    rule: "N32",
    file: "apps/node/src/group-database.ts",
    find: "return await asNodeFault(look(",
    replace: "await asked(createSchema(database.pool));\n    return await asNodeFault(look(",
    test: GROUPS,
  },
  {
    // It deletes before it says what.
    rule: "N23",
    file: `${SRC}/reset.ts`,
    find: "this deletes ${await contentsOf(directory)}; ",
    replace: "",
    test: "apps/node/src/node.e2e.ts",
  },
];
