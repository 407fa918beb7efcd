/** Ways to break each rule of docs/spec/node.md, and the test that notices. */
import type { Mutant } from "../../test/mutants/mutant.ts";

const SRC = "apps/node/src";
const LAUNCHER = `${SRC}/launcher.e2e.ts`;

export const mutants: readonly Mutant[] = [
  {
    // An old Node will do.
    rule: "N1",
    file: "bin/find-node.mjs",
    find: "const NODE_MAJOR = 24;",
    replace: "const NODE_MAJOR = 20;",
    test: LAUNCHER,
  },
  {
    // Whoever waited for an installation installs again.
    rule: "N2",
    file: "bin/install.mjs",
    find: "return isInstalled(root) || (await install(root, signal));",
    replace: "return install(root, signal);",
    test: LAUNCHER,
  },
  {
    // A lock is believed for as long as its pid is in use.
    rule: "N2",
    file: "bin/file-lock.mjs",
    find: " && identityOf(pid) === holder",
    replace: "",
    test: LAUNCHER,
  },
  {
    // Who comes upon a dead lock takes it away, or the one that another has put there since.
    rule: "N2",
    file: "bin/file-lock.mjs",
    find: "    dead += 1;\n",
    replace: "    rmSync(name);\n",
    test: LAUNCHER,
  },
  {
    // What is half removed looks installed.
    rule: "N2",
    file: "bin/install.mjs",
    find: "rmSync(join(root, INSTALLED), { force: true });",
    replace: "",
    test: LAUNCHER,
  },
  {
    // npm outlives the launcher.
    rule: "N3",
    file: "bin/tether.mjs",
    find: 'process.stdin.on("error", cut).on("close", cut).resume();',
    replace: "process.stdin.resume();",
    test: LAUNCHER,
  },
  {
    // The node does not look after its launcher.
    rule: "N4",
    file: `${SRC}/main.ts`,
    find: "followLauncher();\nprocess.exit",
    replace: "process.exit",
    test: `${SRC}/life.e2e.ts`,
  },
  {
    // Only Ctrl-C is a request to stop.
    rule: "N5",
    file: `${SRC}/main.ts`,
    find: 'for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {',
    replace: 'for (const signal of ["SIGINT"]) {',
    test: `${SRC}/life.e2e.ts`,
  },
  {
    // A script that does not stop is waited for.
    rule: "N5",
    file: "bin/launch.mjs",
    find: 'child.kill("SIGKILL")',
    replace: 'child.kill("SIGCONT")',
    test: LAUNCHER,
  },
  {
    // A killed node ends without a word.
    rule: "N6",
    file: "bin/launch.mjs",
    find: "was ended by",
    replace: "went on after",
    test: LAUNCHER,
  },
  {
    // A wrong request looks like any failure.
    rule: "N7",
    file: `${SRC}/fault.ts`,
    find: "usage: { exit: 2 }",
    replace: "usage: { exit: 1 }",
    test: `${SRC}/cli.test.ts`,
  },
  {
    // A bad port in the query makes pg hang.
    rule: "N8",
    file: `${SRC}/database-url.ts`,
    find: "port !== null && !isPort(port)",
    replace: "false",
    test: `${SRC}/database-url.test.ts`,
  },
  {
    // The environment stands over a flag.
    rule: "N8",
    file: `${SRC}/config.ts`,
    find: 'flags.port ?? nonEmpty(io.env["PORT"])',
    replace: 'nonEmpty(io.env["PORT"]) ?? flags.port',
    test: `${SRC}/config.test.ts`,
  },
  {
    // Everybody gets the lock.
    rule: "N9",
    file: `${SRC}/process-lock.ts`,
    find: "; BEGIN EXCLUSIVE",
    replace: "; BEGIN",
    test: `${SRC}/process-lock.test.ts`,
  },
  {
    // A lock that nobody keeps goes with the garbage.
    rule: "N9",
    file: `${SRC}/process-lock.ts`,
    find: "    HELD.add(held);\n",
    replace: "",
    test: `${SRC}/process-lock.test.ts`,
  },
  {
    // The record says that the node is still starting, for ever.
    rule: "N10",
    file: `${SRC}/running-node.ts`,
    find: "return { announce, release",
    replace: "return { announce: () => {}, release",
    test: `${SRC}/process-lock.test.ts`,
  },
  {
    // The reason is lost.
    rule: "N11",
    file: `${SRC}/data-directory.ts`,
    find: "REASONS[systemCodeOf(cause)] ?? (cause",
    replace: "(cause",
    test: `${SRC}/usage.e2e.ts`,
  },
  {
    // The address is shown as it was written.
    rule: "N17",
    file: `${SRC}/database-url.ts`,
    find: "  const name = nameDatabase(databaseUrl);\n",
    replace: "  const name = databaseUrl;\n",
    test: `${SRC}/database-url.test.ts`,
  },
  {
    // The last step runs at every start.
    rule: "N18",
    file: `${SRC}/migrate.ts`,
    find: "step.number > last",
    replace: "step.number >= last",
    test: `${SRC}/migrate.test.ts`,
  },
  {
    // Nodes migrate at the same time.
    rule: "N18",
    file: `${SRC}/migrate.ts`,
    find: "    await waitForTurn(client, report);\n",
    replace: "",
    test: `${SRC}/migrate.e2e.ts`,
  },
  {
    // Steps may be edited after they ran.
    rule: "N19",
    file: `${SRC}/migrate.ts`,
    find: "step.hash !== done.hash",
    replace: 'step.hash === ""',
    test: `${SRC}/migrate.test.ts`,
  },
  {
    // A newer database will do.
    rule: "N20",
    file: `${SRC}/migrate.ts`,
    find: "for (const done of applied) {",
    replace: "for (const done of applied.slice(0, steps.length)) {",
    test: `${SRC}/migrate.test.ts`,
  },
  {
    // A database that says nothing more is waited for.
    rule: "N21",
    file: `${SRC}/database.ts`,
    find: "    query_timeout: QUERY_MS_MAX,\n",
    replace: "",
    test: `${SRC}/database.test.ts`,
  },
  {
    // Health waits as long as a request does.
    rule: "N21",
    file: `${SRC}/database.ts`,
    find: "await Promise.race([answered, late])",
    replace: "await answered",
    test: `${SRC}/database.test.ts`,
  },
  {
    // A connection that breaks while it is lent is a crash.
    rule: "N7",
    file: `${SRC}/database.ts`,
    find: '  pool.on("connect", (client) => client.on("error", () => {}));\n',
    replace: "",
    test: `${SRC}/database.test.ts`,
  },
  {
    // Any PostgreSQL will do.
    rule: "N27",
    file: `${SRC}/database.ts`,
    find: "major >= POSTGRES_MAJOR_MIN",
    replace: "major > 0",
    test: `${SRC}/database.test.ts`,
  },
  {
    // The node is well, whatever its database is.
    rule: "N21",
    file: `${SRC}/house-routes.ts`,
    find: "ok ? 200 : 503",
    replace: "200",
    test: `${SRC}/house-routes.test.ts`,
  },
  {
    // Who asks through another server is taken for the machine itself.
    rule: "N26",
    file: `${SRC}/house-routes.ts`,
    find: "return !isForwarded && ",
    replace: "return ",
    test: `${SRC}/house-routes.test.ts`,
  },
  {
    // A file that changed but kept its name is not seen.
    rule: "N24",
    file: `${SRC}/pages.ts`,
    find: ".update(await readFile(path))",
    replace: "",
    test: `${SRC}/pages.e2e.ts`,
  },
  {
    // The operator is not told why.
    rule: "N28",
    file: `${SRC}/describe-error.ts`,
    find: "const reason = reasonOf(error.cause);",
    replace: 'const reason = "";',
    test: `${SRC}/describe-error.test.ts`,
  },
  {
    // No host is every address of the machine.
    rule: "N8",
    file: `${SRC}/config.ts`,
    find: 'host.trim() !== ""',
    replace: 'host !== " "',
    test: `${SRC}/config.test.ts`,
  },
  {
    // What follows a slash in a password is a path.
    rule: "N17",
    file: `${SRC}/database-url.ts`,
    find: "  checkEscapes(url);\n",
    replace: "",
    test: `${SRC}/database-url.test.ts`,
  },
  {
    // Any name of this machine will do.
    rule: "N26",
    file: `${SRC}/house-routes.ts`,
    find: "(:\\d+)?$/i",
    replace: "/i",
    test: `${SRC}/house-routes.test.ts`,
  },
  {
    // Who offers HTTP/2 in passing gets no answer.
    rule: "N29",
    file: `${SRC}/http-server.ts`,
    find: 'return headers.upgrade?.toLowerCase() === "websocket";',
    replace: "return headers.upgrade !== undefined;",
    test: `${SRC}/http-server.test.ts`,
  },
  {
    // A body may come byte by byte for ever.
    rule: "N31",
    file: `${SRC}/http-server.ts`,
    find: "requestTimeout: requestMsMax",
    replace: "requestTimeout: 0",
    test: `${SRC}/http-server.test.ts`,
  },
  {
    // What is not understood is repeated with its password.
    rule: "N17",
    file: `${SRC}/verbs.ts`,
    find: "args.map(withoutPasswords)",
    replace: "args",
    test: `${SRC}/cli.test.ts`,
  },
  {
    // The address that was asked for is printed, reachable or not.
    rule: "N30",
    file: `${SRC}/addresses.ts`,
    find: 'const here = isEvery ? "127.0.0.1" : host;',
    replace: "const here = host;",
    test: `${SRC}/http-server.test.ts`,
  },
  {
    // Who waits for another's migration does not hear that it shall stop.
    rule: "N5",
    file: `${SRC}/migrate.ts`,
    find: '  signal.addEventListener("abort", close);\n',
    replace: "",
    test: `${SRC}/migrate.e2e.ts`,
  },
  {
    // A request to stop that came too early is a crash.
    rule: "N5",
    file: "bin/launch.mjs",
    find: "if (SIGNALS.includes(signal)) return 0;",
    replace: "",
    test: LAUNCHER,
  },
];
