import assert from "node:assert/strict";
import { test } from "node:test";
import { wipe } from "./panic.ts";

test("[W36] what is deleted does not wait for the network, and the empty page does", async () => {
  const said: string[] = [];
  const network = Promise.withResolvers<void>();
  const wiped = wipe({
    withdraw: () => network.promise,
    deletions: [() => Promise.resolve(void said.push("keys"))],
  }).then(() => said.push("empty page"));
  await new Promise(setImmediate);
  assert.deepEqual(said, ["keys"]);
  network.resolve();
  await wiped;
  assert.deepEqual(said, ["keys", "empty page"]);
});

test("[W36] one deletion that is refused keeps no other back, and is told", async () => {
  let isGone = false;
  const refused = wipe({
    withdraw: () => Promise.reject(new Error("offline")),
    deletions: [() => Promise.reject(new Error("no")), () => Promise.resolve(void (isGone = true))],
  });
  await assert.rejects(refused, /not all was deleted/);
  assert.equal(isGone, true);
});
