import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { runChild } from "./runner/child.ts";
import { ROOT } from "./runner/files.ts";
import { LINT_ARGS } from "./runner/steps.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Under `test/`, so that the compiler settings and the lint settings are ours. */
const PARENT = join(ROOT, "test");
const OXLINT = join(ROOT, "node_modules/oxlint/bin/oxlint");

const BAD: Readonly<Record<string, string>> = {
  "a promise of ours": "async function f() {}\nexport function g(): void { f(); }\n",
  "a promise of a library":
    'import { rm } from "node:fs/promises";\nexport function g(): void { rm("x"); }\n',
  "a promise as a condition":
    "async function f() { return true; }\nexport const x = f() ? 1 : 2;\n",
  "a promise where nothing waits":
    "async function f() {}\nexport const g = (list: string[]) => list.forEach(f);\n",
};

for (const [name, text] of Object.entries(BAD)) {
  test(`[H19] ${name} fails the lint`, async (t) => {
    const { code, output } = await lint(temporaryFolder(t, { "bad.ts": text }, PARENT));
    assert.equal(code, 1, output);
    assert.match(output, /no-floating-promises|no-misused-promises/);
  });
}

test("[H19] the same promises awaited pass", async (t) => {
  const text =
    'import { rm } from "node:fs/promises";\nexport async function g() { await rm("x"); }\n';
  const { code, output } = await lint(temporaryFolder(t, { "good.ts": text }, PARENT));
  assert.equal(code, 0, output);
});

function lint(folder: string) {
  return runChild(process.execPath, [OXLINT, ...LINT_ARGS, folder], { limitMs: 60_000, cwd: ROOT });
}
