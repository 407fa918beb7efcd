import assert from "node:assert/strict";
import test, { after } from "node:test";
import { openTestDatabase } from "../../../test/postgres.ts";
import { journalContract } from "./journal.contract.ts";
import { migrations, PostgresJournal } from "./journal-postgres.ts";

const database = await openTestDatabase([{ name: "rooms", migrations }]);
after(() => database.close());
const journal = new PostgresJournal(database.pool);

journalContract("PostgreSQL", async () => journal);

test("[M17] PostgreSQL: of rooms that are forgotten nothing is left, the others stay", async () => {
  const rooms = ["a", "b", "c"].map((id) => ({ kind: "forgotten", id }));
  for (const room of rooms) await journal.open(room);
  await journal.forget("forgotten", ["a", "b"]);
  await journal.forget("walk", ["c"]);
  const { rows } = await database.pool.query("select id from rooms.room where kind = 'forgotten'");
  assert.deepEqual(rows, [{ id: "c" }]);
});

test("[M18] PostgreSQL: what the journal keeps of a room tells nothing of what was in it", async () => {
  const { rows } = await database.pool.query(
    "select column_name from information_schema.columns where table_schema = 'rooms' order by 1",
  );
  const names = rows.map((row: { column_name: string }) => row.column_name);
  const kept = ["counter", "erased_count", "erased_wall_ms", "id", "kind", "opened_at"];
  assert.deepEqual(names, kept);
});
