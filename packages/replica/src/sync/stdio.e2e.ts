/** The adapter of Node's streams on the stdio of another process. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { pair, RECORDS, until } from "../../test/pair.ts";
import { shown } from "../../test/place.ts";
import { connectNodeStream } from "./node-stream.ts";

const CHILD = fileURLToPath(new URL("../../test/stdio-replica.ts", import.meta.url));

test("[R5] over stdio of another process", { timeout: 60_000 }, async () => {
  const { a, toA } = await pair();
  const child = spawn(process.execPath, ["-C", "@muster/source", CHILD], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const streams = { readable: child.stdout, writable: child.stdin };
  const link = connectNodeStream(a.sync, streams, toA.peer);
  await toA.until("synced");
  // The child says how many notes it has: it has verified each of them.
  await until(a, () => shown(a.space)["child"] === RECORDS);
  link.close();
  const [code] = (await once(child, "exit")) as [number];
  assert.equal(code, 0);
});
