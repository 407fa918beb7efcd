import assert from "node:assert/strict";
import test, { after } from "node:test";
import { openTestDatabase } from "../../../test/postgres.ts";
import { join } from "./join.ts";
import { migrations } from "./postgres/schema.ts";
import { postgres } from "./postgres.ts";

const database = await openTestDatabase([{ name: "partition", migrations }]);
after(() => database.close());
const { pool } = database;

test("[P13] a view whose schema is dropped under it is over, and its member says why it is out", async () => {
  const group = await join(postgres(pool), "numbered");
  const iterator = group.views[Symbol.asyncIterator]();
  const first = await iterator.next();
  const view = first.done === true ? assert.fail("no view came") : first.value;
  assert.equal(view.isUsable, true);
  const aborted = new Promise<void>((resolve) => {
    view.signal.addEventListener("abort", () => resolve());
  });
  await pool.query("drop schema partition cascade");
  await aborted;
  assert.throws(() => view.signal.throwIfAborted(), { name: "Fault", code: "fenced" });
  const older = { name: "Fault", code: "database_older" };
  await assert.rejects(iterator.next(), older);
  await assert.rejects(group.left, older);
  assert.deepEqual([group.view, group.id], [undefined, null]);
});
