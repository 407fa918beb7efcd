import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { tryProcessLock } from "./process-lock.ts";
import { claimNode, findRunningNode } from "./running-node.ts";

async function inFolder(work: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "muster-lock-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("[N9] a lock is given once until it is released, and leaves one empty file", async () => {
  await inFolder((folder) => {
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

test("[N9] a lock is held for as long as its process lives, also where nobody keeps it", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "lock");
    assert.ok(tryProcessLock(path) !== null);
    const collected = new Set<string>();
    const registry = new FinalizationRegistry<string>((name) => collected.add(name));
    const registerAnother = (): void => registry.register({}, "another");
    registerAnother();
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    for (let tries = 0; tries < 100 && collected.size === 0; tries += 1) {
      collect();
      await new Promise((resolve) => void setImmediate(resolve));
    }
    // It is used until here: a registry that is collected tells nothing.
    registry.unregister(collected);
    assert.equal(collected.size, 1);
    assert.equal(tryProcessLock(path), null);
  });
});

test("[N9] a lock that cannot be a file says so", async () => {
  await inFolder((folder) => {
    assert.throws(() => tryProcessLock(join(folder, "none", "lock")), { code: "data_unusable" });
  });
});

test("[N11] a lock or a record that is something else is named, and the claim given back", async () => {
  await inFolder(async (folder) => {
    writeFileSync(
      join(folder, "node.lock"),
      "no database of SQLite, and longer than its header".repeat(9),
    );
    const garbage = { code: "data_unusable", message: /node\.lock \(file is not a database\)/ };
    await assert.rejects(claimNode(folder, 0), garbage);
    rmSync(join(folder, "node.lock"));
    mkdirSync(join(folder, "node.txt"));
    const directory = { code: "data_unusable", message: /node\.txt: it is a directory; delete it/ };
    await assert.rejects(claimNode(folder, 0), directory);
    assert.equal(findRunningNode(folder), null);
  });
});

test("[N10] who claims a directory second hears who has it, and where that listens", async () => {
  await inFolder(async (folder) => {
    const claim = await claimNode(folder, 0);
    const starting = { code: "already_running", message: /still starting/ };
    await assert.rejects(claimNode(folder, 0), starting);
    claim.announce({ address: "https://a.example:4000", plainAddress: "http://127.0.0.1:4000" });
    const message = new RegExp(`\\(pid ${process.pid}, https://a\\.example:4000\\)`);
    await assert.rejects(claimNode(folder, 0), { code: "already_running", message });
    const next = claimNode(folder, 2_000);
    claim.release();
    (await next).release();
    assert.equal(findRunningNode(folder), null);
  });
});
