/** Ways to break the adapter of PostgreSQL, and the test that notices. */
import type { Mutant } from "../../../../test/mutants/mutant.ts";

const SQL = "packages/partition/migrations/001-partition.sql";
const SRC = "packages/partition/src/postgres";

export const mutants: readonly Mutant[] = [
  {
    // Settings are looked at by nobody.
    rule: "P1",
    file: `${SRC}/refusals.ts`,
    find: 'const GROUP_DIFFERS = "MU001";',
    replace: 'const GROUP_DIFFERS = "";',
    test: "packages/partition/src/store.pg.test.ts",
  },
  {
    // Whoever may not write finds out later.
    rule: "P1",
    file: `${SRC}/opening.ts`,
    find: "if (!here.mayUse || !here.mayWrite) {",
    replace: "if (here.version === 0) {",
    test: `${SRC}/schema.pg.test.ts`,
  },
  {
    // A heartbeat that could not be taken with the others is a death.
    rule: "P3",
    file: `${SRC}/beats.ts`,
    find: "else if (batch.length > 1) void this.#askAlone(waiting);",
    replace: "else if (batch.length > 1) waiting.resolve(answerOf(null, here, connection));",
    test: `${SRC}/connection.pg.test.ts`,
  },
  {
    // Each member's heartbeat is a transaction of its own.
    rule: "P3",
    file: `${SRC}/beats.ts`,
    find: "const BATCH_MAX = 1_000;",
    replace: "const BATCH_MAX = 1;",
    test: `${SRC}/connection.pg.test.ts`,
  },
  {
    // What was watched over another connection counts.
    rule: "P5",
    file: `${SRC}/requests.ts`,
    find: 'if (Number(number) !== connection.number) return ["false", []];',
    replace: "",
    test: `${SRC}/connection.pg.test.ts`,
  },
  {
    // Effects are not fenced.
    rule: "P9",
    file: `${SRC}/effects.ts`,
    find: "  if (rowCount === 1) return;",
    replace: "  if (rowCount !== null) return;",
    test: `${SRC}/effects.pg.test.ts`,
  },
  {
    // The fence is looked at, and not held.
    rule: "P9",
    file: `${SRC}/effects.ts`,
    find: "and nonce = ${nonce} for share`",
    replace: "and nonce = ${nonce}`",
    test: `${SRC}/effects.pg.test.ts`,
  },
  {
    // A transaction that was rolled back is said to be done.
    rule: "P10",
    file: `${SRC}/lent.ts`,
    find: 'if (command === "COMMIT") return;',
    replace: 'if (command !== "") return;',
    test: `${SRC}/effects.pg.test.ts`,
  },
  {
    // The permit is looked at, and not held.
    rule: "P13",
    file: `${SRC}/effects.ts`,
    find: "and epoch = $2 for share",
    replace: "and epoch = $2",
    test: `${SRC}/effects.pg.test.ts`,
  },
  {
    // A silent database is waited for.
    rule: "P14",
    file: `${SRC}/connection.ts`,
    find: "export const ANSWER_MS_MAX = 1_000;",
    replace: "export const ANSWER_MS_MAX = 5_000;",
    test: `${SRC}/connection.pg.test.ts`,
  },
  {
    // Sessions of a pooler are taken for one's own.
    rule: "P14",
    file: `${SRC}/connection.ts`,
    find: 'this.#isDirect = row?.["pid"] === this.backend;',
    replace: "this.#isDirect = row !== undefined;",
    test: `${SRC}/connection.pg.test.ts`,
  },
  {
    // What an opening sets stays in a session that belongs to others as well.
    rule: "P14",
    file: `${SRC}/opening.ts`,
    find: "set local statement_timeout = ${OPEN_MS_MAX};",
    replace: "set statement_timeout = ${OPEN_MS_MAX};",
    test: `${SRC}/opening.pg.test.ts`,
  },
  {
    // Who opens a group waits for whoever joins it.
    rule: "P14",
    file: `${SRC}/opening.ts`,
    find: "where (name, partitions, fenced, protocol) = ($1, $2, $3, $4))",
    replace: "where (name, partitions, fenced, protocol) = ($1, $2, $3, -$4))",
    test: `${SRC}/opening.pg.test.ts`,
  },
  {
    // An error is told apart by a word that servers translate.
    rule: "P10",
    file: `${SRC}/lent.ts`,
    find: "return !ENDINGS.some((start) => code.startsWith(start));",
    replace: 'return error.severity === "ERROR" && !ENDINGS.includes(code);',
    test: `${SRC}/effects.pg.test.ts`,
  },
  {
    // The limit of the pool is the protocol's as well.
    rule: "P16",
    file: `${SRC}/connection.ts`,
    find: "const query = { text, values: [...values], query_timeout: PATIENCE_MS };",
    replace: "const query = { text, values: [...values], query_timeout: PATIENCE_MS * 0 };",
    test: `${SRC}/connection.pg.test.ts`,
  },
  {
    // A bug is an absent database, asked again for ever.
    rule: "P14",
    file: `${SRC}/refusals.ts`,
    find: "return !isNamed && !PASSING.includes(code.slice(0, 2));",
    replace: "return !isNamed && PASSING.length === 0;",
    test: `${SRC}/refusals.test.ts`,
  },
  {
    // Who says "off" for their own commits says it for the group's.
    rule: "P3",
    file: SQL,
    find: "where current_setting('synchronous_commit') = 'off';",
    replace: "where false;",
    test: `${SRC}/beats.pg.test.ts`,
  },
  {
    // The names of those who left stay for ever.
    rule: "P8",
    file: SQL,
    find: "where o.owner = dead and o.number is null limit 1000",
    replace: "where o.owner = dead and o.number is null limit 0",
    test: `${SRC}/claims.pg.test.ts`,
  },
  {
    // Whose names are left over is forgotten before they are gone.
    rule: "P8",
    file: SQL,
    find: "where member = dead and not partition.has_names(dead);",
    replace: "where member = dead;",
    test: `${SRC}/claims.pg.test.ts`,
  },
  {
    // In a database that was restored fences begin anew.
    rule: "P15",
    file: SQL,
    find: "case when here < timeline then timeline else 0 end",
    replace: "0",
    test: `${SRC}/joining.pg.test.ts`,
  },
  {
    // No database has ever failed over.
    rule: "P15",
    file: SQL,
    find: "return ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::integer;",
    replace: "return 1;",
    test: `${SRC}/failover.pg.test.ts`,
  },
  {
    // Transactions may take as long as they like.
    rule: "P14",
    file: `${SRC}/lent.ts`,
    find: "const TRANSACTION_MS_MAX = 1_500;",
    replace: "const TRANSACTION_MS_MAX = 15_000;",
    test: `${SRC}/effects.pg.test.ts`,
  },
  {
    // Nobody hears of what happens.
    rule: "P14",
    file: "packages/partition/src/postgres.ts",
    find: 'await connection.query("listen partition");',
    replace: "",
    test: "packages/partition/src/store.pg.test.ts",
  },
  {
    // A commit that was not answered looks like one that failed.
    rule: "P15",
    file: `${SRC}/lent.ts`,
    find: 'throw new Fault("unknown_outcome", message, { cause: error });',
    replace: "throw error;",
    test: `${SRC}/effects.pg.test.ts`,
  },
  {
    // An operation is recorded, and done again.
    rule: "P15",
    file: `${SRC}/effects.ts`,
    find: "    if (rowCount === 0) return false;",
    replace: "    if (rowCount === null) return false;",
    test: "packages/partition/src/store.pg.test.ts",
  },
  {
    // A member that was not seen with a lock is said to have lost it.
    rule: "P16",
    file: `${SRC}/lock-watch.ts`,
    find: "      await connection.queryPatiently(WAIT, [id]);\n",
    replace: "",
    test: `${SRC}/connection.pg.test.ts`,
  },
  {
    // After a reconnect no lock is taken again.
    rule: "P16",
    file: "packages/partition/src/postgres.ts",
    find: 'await connection.query("select partition.lock_again($1)", [[...this.locked]]);',
    replace: "",
    test: `${SRC}/restart.pg.test.ts`,
  },
  {
    // What the database takes for another operation is one.
    rule: "P15",
    file: "packages/partition/src/names.ts",
    find: "text.isWellFormed() && ",
    replace: "",
    test: "packages/partition/src/names.test.ts",
  },
  {
    // Ids of operations go to the database as they are.
    rule: "P15",
    file: "packages/partition/src/committed.ts",
    find: "if (what.operation !== null) checkOperation(what.operation);",
    replace: "checkOperation(String(what.operation === null));",
    test: "packages/partition/src/holder.test.ts",
  },
  {
    // A statement may end the transaction, and the next writes without a fence.
    rule: "P9",
    file: `${SRC}/lent.ts`,
    find: "      if (LEAVING.includes(command)) await this.#throwIfLeft(command);\n",
    replace: "",
    test: `${SRC}/lent.pg.test.ts`,
  },
  {
    // The next statement is sent before the last is looked at.
    rule: "P9",
    file: `${SRC}/lent.ts`,
    find: "this.#last.then(() => this.#step(text, values));",
    replace: "this.#step(text, values);",
    test: `${SRC}/lent.pg.test.ts`,
  },
  {
    // One text may hold several statements.
    rule: "P9",
    file: `${SRC}/lent.ts`,
    find: ', queryMode: "extended" };',
    replace: " };",
    test: `${SRC}/lent.pg.test.ts`,
  },
  {
    // A copy that takes no writes is taken for a bug.
    rule: "P14",
    file: `${SRC}/refusals.ts`,
    find: '"0A", ',
    replace: "",
    test: `${SRC}/refusals.test.ts`,
  },
  {
    // The application's parsers read which transaction began.
    rule: "P9",
    file: `${SRC}/lent.ts`,
    find: "text: BEGIN,\n        types: TYPES,\n",
    replace: "text: BEGIN,\n",
    test: `${SRC}/effects.pg.test.ts`,
  },
  {
    // What the server does of a statement whose client has gone it does to the end.
    rule: "P14",
    file: `${SRC}/lent.ts`,
    find: "'client_connection_check_interval', '500'",
    replace: "'client_connection_check_interval', '0'",
    test: `${SRC}/lent.pg.test.ts`,
  },
  {
    // Who waits for a connection of the pool waits for ever.
    rule: "P14",
    file: `${SRC}/lending.ts`,
    find: "return await Promise.race([lending, late]);",
    replace: "return await lending;",
    test: `${SRC}/opening.pg.test.ts`,
  },
  {
    // A database that cannot hold what is claimed is taken for one that can.
    rule: "P1",
    file: `${SRC}/fitness.ts`,
    find: 'if (encoding === "UTF8") return;',
    replace: 'if (encoding !== "") return;',
    test: `${SRC}/fitness.pg.test.ts`,
  },
  {
    // Who may not make the schema finds out what is lacking by himself.
    rule: "P1",
    file: `${SRC}/schema.ts`,
    find: "  if (!may) {",
    replace: '  if (role === "") {',
    test: `${SRC}/fitness.pg.test.ts`,
  },
  {
    // What lies in the way of the schema is told as it is.
    rule: "P1",
    file: `${SRC}/schema.ts`,
    find: 'if (!code.startsWith("42") || code === NO_RIGHT) return faultOf(error);',
    replace: 'if (code !== "42") return faultOf(error);',
    test: `${SRC}/fitness.pg.test.ts`,
  },
  {
    // The protocol's answers are read as the application reads its own.
    rule: "P14",
    file: `${SRC}/connection.ts`,
    find: "      types: TYPES,\n",
    replace: "",
    test: `${SRC}/fitness.pg.test.ts`,
  },
  {
    // What is not understood is a reading all the same.
    rule: "P14",
    file: `${SRC}/requests.ts`,
    find: 'if (typeof bare.epoch !== "number")',
    replace: "if (bare === null)",
    test: `${SRC}/fitness.pg.test.ts`,
  },
  {
    // What somebody removed by hand is missing in every life of the group.
    rule: "P1",
    file: SQL,
    find: "and (has.size > 0 or has.partitions = (",
    replace: "and (has.size >= 0 or has.partitions = (",
    test: `${SRC}/joining.pg.test.ts`,
  },
  {
    // Anybody makes all members look as often as he likes.
    rule: "P14",
    file: `${SRC}/notices.ts`,
    find: "const EVERY_MS = 100;",
    replace: "const EVERY_MS = 1;",
    test: `${SRC}/notices.test.ts`,
  },
  {
    // A row that somebody removed ends the process of whoever watched it.
    rule: "P4",
    file: SQL,
    find: " filter (where near.seen is not null)",
    replace: "",
    test: `${SRC}/joining.pg.test.ts`,
  },
];
