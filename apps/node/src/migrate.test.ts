import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { pendingSteps, readSteps, type Step } from "./migrate.ts";

const step = (number: number, hash = `h${number}`): Step => ({ number, name: "s", sql: "", hash });

async function inFolder<T>(
  files: Readonly<Record<string, string>>,
  work: (folder: URL) => Promise<T>,
) {
  const folder = mkdtempSync(join(tmpdir(), "muster-steps-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return work(pathToFileURL(folder)).finally(() =>
    rmSync(folder, { recursive: true, force: true }),
  );
}

test("[N18] the steps that the database has not taken are pending, in order", () => {
  assert.deepEqual(pendingSteps("p", [step(1), step(2), step(3)], [step(1)]), [step(2), step(3)]);
  assert.deepEqual(pendingSteps("p", [step(1)], [step(1)]), []);
});

test("[N19] a step that was changed after it ran is refused by name", () => {
  assert.throws(() => pendingSteps("p", [step(1, "other")], [step(1)]), {
    code: "migration_changed",
    message: /^step 1 \(s\) of p is not what this database ran/,
  });
});

test("[N20] a database that took steps of a newer version is refused", () => {
  assert.throws(() => pendingSteps("p", [step(1)], [step(1), step(2)]), { code: "database_newer" });
});

test("[N18] steps are numbered without gaps, and their line ends do not count", async () => {
  const unix = await inFolder({ "001-a.sql": "SELECT 1;\n", "readme.md": "" }, readSteps);
  const windows = await inFolder({ "001-a.sql": "SELECT 1;\r\n" }, readSteps);
  assert.deepEqual(unix, windows);
  await assert.rejects(
    inFolder({ "001-a.sql": "", "003-c.sql": "" }, readSteps),
    /003-c\.sql .* step 2/,
  );
});
