import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { BoundedLog } from "./bounded-log.ts";

const BYTES_MAX = 100;
const LINE = "ten bytes\n";

test("[N25] two files of at most the bound hold the newest lines", () => {
  const folder = mkdtempSync(join(tmpdir(), "muster-log-"));
  try {
    const path = join(folder, "log");
    for (let opened = 0; opened < 5; opened += 1) {
      const log = new BoundedLog(path, BYTES_MAX);
      for (let line = 0; line < 7; line += 1) log.write(LINE);
    }
    new BoundedLog(path, BYTES_MAX).write("the last\n");
    assert.deepEqual(readdirSync(folder).sort(), ["log", "log.1"]);
    for (const name of ["log", "log.1"]) assert.ok(statSync(join(folder, name)).size <= BYTES_MAX);
    assert.match(readFileSync(path, "utf8"), /the last\n$/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("[N25] a log that cannot be written keeps its last lines in memory", () => {
  const log = new BoundedLog("/proc/no/such/file");
  log.write("why it failed\n");
  assert.equal(log.tail, "why it failed\n");
});
