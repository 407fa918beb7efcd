import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type Outcome, runChild } from "./runner/child.ts";
import { ROOT } from "./runner/files.ts";
import { LINT_ARGS } from "./runner/steps.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Outside the repository, or others would see the bad files; with its settings. */
const TSCONFIG = JSON.stringify({
  extends: join(ROOT, "tsconfig.json"),
  compilerOptions: { typeRoots: [join(ROOT, "node_modules/@types")] },
  include: ["*.ts"],
});
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

const UNAWAITED_LOOK = `interface Page { waitForFunction(look: () => unknown): Promise<void> }
export const wait = (page: Page) => page.waitForFunction(async () => false);
`;

for (const [name, text] of Object.entries(BAD)) {
  test(`[H19] ${name} fails the lint`, async (t) => {
    const { code, output } = await lint(t, text);
    assert.equal(code, 1, output);
    assert.match(output, /no-floating-promises|no-misused-promises/);
  });
}

test("[H19] the same promises awaited pass", async (t) => {
  const text =
    'import { rm } from "node:fs/promises";\nexport async function g() { await rm("x"); }\n';
  const { code, output } = await lint(t, text);
  assert.equal(code, 0, output);
});

test("[H23] a wait that does not await its look fails the lint", async (t) => {
  const { code, output } = await lint(t, UNAWAITED_LOOK);
  assert.equal(code, 1, output);
  assert.match(output, /no-restricted-properties.*test\/comes-true\.ts/s);
});

function lint(t: TestContext, text: string): Promise<Outcome> {
  const folder = temporaryFolder(t, { "example.ts": text, "tsconfig.json": TSCONFIG });
  const args = [OXLINT, ...LINT_ARGS, "--config", join(ROOT, ".oxlintrc.json"), folder];
  return runChild(process.execPath, args, { limitMs: 60_000, cwd: ROOT });
}
