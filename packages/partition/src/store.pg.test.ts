import { after } from "node:test";
import { openTestDatabase } from "../../../test/postgres.ts";
import { drain } from "./postgres/inspect.ts";
import { migrations } from "./postgres/schema.ts";
import { postgres } from "./postgres.ts";
import { storeContract } from "./store.contract.ts";

const database = await openTestDatabase([{ name: "partition", migrations }]);
after(() => database.close());
const { pool } = database;
await pool.query("create table effect (name text)");
const store = postgres(pool);

storeContract("PostgreSQL", async () => ({
  store,
  drain: (group, id) => drain(pool, group, id),
  effect: async (transaction, name) => {
    await transaction.query("insert into effect (name) values ($1)", [name]);
  },
  happened: async (name) => {
    const { rows } = await pool.query("select count(*)::integer as n from effect where name = $1", [
      name,
    ]);
    return (rows as readonly { n: number }[])[0]?.n ?? 0;
  },
}));
