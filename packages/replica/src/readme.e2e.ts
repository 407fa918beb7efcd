/** The README's ten lines print what their comments say. The first example runs in test/pack.e2e.ts. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { temporaryFolder } from "../../../test/temporary-folder.ts";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const EXAMPLE = /^## In ten lines\n[\s\S]*?^```ts\n([\s\S]*?)^```$/m;

test("[R5] the ten lines of the README bring two replicas together", {
  timeout: 60_000,
}, async (t) => {
  const example = EXAMPLE.exec(readFileSync(join(PACKAGE, "README.md"), "utf8"))?.[1];
  assert.ok(example !== undefined);
  const files = { "package.json": '{ "type": "module" }', "example.ts": example };
  const folder = temporaryFolder(t, files);
  mkdirSync(join(folder, "node_modules/@muster"), { recursive: true });
  symlinkSync(PACKAGE, join(folder, "node_modules/@muster/replica"));
  const args = ["-C", "@muster/source", "example.ts"];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  assert.deepEqual(stdout.trim().split("\n").toSorted(), [
    "written by the other",
    "written offline",
  ]);
});
