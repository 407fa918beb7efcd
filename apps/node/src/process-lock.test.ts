import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { tryProcessLock } from "./process-lock.ts";
import { claimNode, findRunningNode } from "./running-node.ts";

function inFolder(work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), "muster-lock-"));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("[N9] a lock is given once until it is released, and leaves one empty file", () => {
  inFolder((folder) => {
    const path = join(folder, "lock");
    const first = tryProcessLock(path);
    assert.ok(first !== null);
    assert.equal(tryProcessLock(path), null);
    first.release();
    const next = tryProcessLock(path);
    assert.ok(next !== null);
    assert.deepEqual(readdirSync(folder), ["lock"]);
    next.release();
  });
});

test("[N9] a lock that cannot be a file says so", () => {
  inFolder((folder) => {
    assert.throws(() => tryProcessLock(join(folder, "none", "lock")), { code: "data_unusable" });
  });
});

test("[N10] who claims a directory second hears who has it, and where that listens", () => {
  inFolder((folder) => {
    const claim = claimNode(folder);
    assert.throws(() => claimNode(folder), { code: "already_running", message: /still starting/ });
    claim.announce("http://127.0.0.1:4000");
    const message = new RegExp(`\\(pid ${process.pid}, http://127\\.0\\.0\\.1:4000\\)`);
    assert.throws(() => claimNode(folder), { code: "already_running", message });
    claim.release();
    assert.equal(findRunningNode(folder), null);
  });
});
