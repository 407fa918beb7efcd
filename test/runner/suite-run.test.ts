import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { temporaryFolder } from "../temporary-folder.ts";
import { runSuite, type SuiteResult } from "./suite-run.ts";

const HEAD = 'import { test } from "node:test";\n';
const GOOD = `${HEAD}test("good", () => {});\n`;

test("[H20] every test is counted, and a failing one is told in full", async (t) => {
  const bad = `${HEAD}test("bad", () => { throw new Error("no such pin"); });\n`;
  const { tests, troubles } = await suite(t, { "a.test.ts": GOOD, "b.test.ts": bad });
  assert.deepEqual(troubles, []);
  assert.deepEqual(
    tests.map(({ name, failure }) => [name, failure.includes("no such pin")]),
    [
      ["good", false],
      ["bad", true],
    ],
  );
});

test("[H20] a skipped test fails, and so does one that is left to do", async (t) => {
  const text = `${HEAD}test("a", { skip: true }, () => {});\ntest.todo("b");\n`;
  const { tests } = await suite(t, { "a.test.ts": text });
  const failures = tests.map((each) => each.failure);
  assert.deepEqual(failures, ["skipped: every test runs", "skipped: every test runs"]);
});

test("[H20] a file without tests fails", async (t) => {
  const { tests } = await suite(t, { "a.test.ts": GOOD, "b.test.ts": HEAD });
  assert.deepEqual(
    tests.map((each) => each.failure),
    ["", "no tests in it"],
  );
});

test("[H20] a file that calls a contract suite has the tests of the suite", async (t) => {
  const contract = `${HEAD}export const run = () => test("as agreed", () => {});\n`;
  const { tests, troubles } = await suite(t, {
    "a.test.ts": GOOD,
    "b.test.ts": 'import { run } from "./contract.ts";\nrun();\n',
    "contract.ts": contract,
  });
  assert.deepEqual(troubles, []);
  assert.equal(tests.length, 2);
});

test("[H20] a file that cannot be loaded fails", async (t) => {
  const { tests } = await suite(t, { "a.test.ts": `${HEAD}import "./gone.ts";\n` });
  assert.match(tests.map((each) => each.failure).join(), /ERR_MODULE_NOT_FOUND/);
});

test("[H20] an error that comes when its test has ended fails, and is told", async (t) => {
  const late = 'setTimeout(() => { throw new Error("too late"); }, 50)';
  const text = `${HEAD}test("early", () => void ${late});\n`;
  const { tests, troubles } = await suite(t, { "a.test.ts": text });
  assert.equal(tests.length, 1);
  assert.match(troubles.join(), /"early".*after the test ended.*too late/);
});

test("[H20] a process that ends in the middle fails", async (t) => {
  const text = `${GOOD}test("last", () => process.exit(0));\n`;
  const { tests, troubles } = await suite(t, { "a.test.ts": text });
  assert.equal(tests.length, 1);
  assert.match(troubles.join(), /ended before/);
});

test("[H20] what a test leaves open fails", async (t) => {
  const text = `import { createServer } from "node:net";\n${HEAD}
    test("leaky", () => { createServer().listen(0); });\n`;
  const { troubles } = await suite(t, { "a.test.ts": text });
  assert.match(troubles.join(), /left open after the last test: .*TCP/);
});

test("[H21] a suite that hangs is ended at its limit", async (t) => {
  const text = `${HEAD}test("endless", () => { for (;;); });\n`;
  const { troubles, timedOut } = await suite(t, { "a.test.ts": text }, 500);
  assert.equal(timedOut, true);
  assert.deepEqual(troubles, ["not done after 0.5 s"]);
});

function suite(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  limitMs = 20_000,
): Promise<SuiteResult> {
  const folder = temporaryFolder(t, files);
  const tests = Object.keys(files).filter((path) => path.endsWith(".test.ts"));
  return runSuite(
    tests.map((path) => join(folder, path)),
    { limitMs, testMsMax: 10_000 },
  );
}
