import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { temporaryFolder } from "../temporary-folder.ts";
import { complaintsAbout } from "./complaints.ts";
import type { Mutant } from "./mutant.ts";
import { tryMutant } from "./try.ts";

const MUTANT: Mutant = {
  rule: "M1",
  file: "sum.ts",
  find: "a + b",
  replace: "a - b",
  test: "sum.test.ts",
};
const SUM = "export const sum = (a: number, b: number): number => a + b;\n";
const REPOSITORY = [
  { path: "docs/spec/sum.md", text: "- **M1** Sums add.\n" },
  { path: "docs/spec/house.md", text: "- **H1** Exempt.\n" },
  { path: "sum.ts", text: SUM },
  { path: "sum.test.ts", text: "" },
];

test("[H18] a good list has no complaint, and a rule without a mutant is named", () => {
  assert.deepEqual(complaintsAbout([MUTANT], REPOSITORY), []);
  assert.deepEqual(complaintsAbout([], REPOSITORY), ["docs/spec/sum.md: M1 has no mutant"]);
});

test("[H18] a mutant that means nothing is named", () => {
  const wrong: readonly [Partial<Mutant>, string][] = [
    [{ rule: "M2" }, "mutant of M2: no such rule in docs/spec"],
    [{ file: "gone.ts" }, "mutant of M1: gone.ts does not exist"],
    [{ test: "gone.test.ts" }, "mutant of M1: gone.test.ts does not exist"],
    [{ replace: "a + b" }, "mutant of M1: it changes nothing"],
    [{ find: "a * b" }, 'mutant of M1: "a * b" occurs 0 times in sum.ts, not once'],
    [{ find: "number" }, 'mutant of M1: "number" occurs 3 times in sum.ts, not once'],
    [{ find: "" }, 'mutant of M1: "" occurs 0 times in sum.ts, not once'],
  ];
  for (const [change, complaint] of wrong) {
    const complaints = complaintsAbout([MUTANT, { ...MUTANT, ...change }], REPOSITORY);
    assert.deepEqual(complaints, [complaint]);
  }
});

test("[H18] a mutant is caught by the failure of a test that names its rule", async (t) => {
  assert.equal(
    await tryMutant(MUTANT, { root: sumFolder(t, named("[M1] adds", "sum(2, 1)")) }),
    "",
  );
});

test("[H18] a mutant is caught in a process that the test starts", async (t) => {
  const folder = sumFolder(t, named("[M1] adds", "Number(inChild())"), {
    "child.ts": 'import { sum } from "./sum.ts";\nconsole.log(sum(2, 1));\n',
  });
  assert.equal(await tryMutant(MUTANT, { root: folder }), "");
});

test("[H18] a mutant that every test passes survives", async (t) => {
  const folder = sumFolder(t, named("[M1] adds nothing", "sum(3, 0)"));
  assert.equal(
    await tryMutant(MUTANT, { root: folder }),
    "all 1 tests named [M1] in sum.test.ts pass with it",
  );
});

test("[H18] the failure of a test of another rule does not count", async (t) => {
  const folder = sumFolder(t, named("[M11] adds", "sum(2, 1)"));
  assert.equal(await tryMutant(MUTANT, { root: folder }), "no test failed, but: no tests ran");
});

test("[H18] a mutant that does not compile is not caught", async (t) => {
  const folder = sumFolder(t, named("[M1] adds", "sum(2, 1)"));
  assert.match(
    await tryMutant({ ...MUTANT, replace: "a +" }, { root: folder }),
    /no test named \[M1\] failed/,
  );
});

/** A test file that expects the expression to be 3. */
function named(name: string, expression: string): string {
  return `
    import assert from "node:assert/strict";
    import { execFileSync } from "node:child_process";
    import { test } from "node:test";
    import { sum } from ${JSON.stringify("./sum.ts")};
    const inChild = () => execFileSync(process.execPath, [import.meta.dirname + "/child.ts"]);
    ${["te", "st"].join("")}("${name}", () => assert.equal(${expression}, 3));
  `;
}

function sumFolder(t: TestContext, text: string, more: Readonly<Record<string, string>> = {}) {
  return temporaryFolder(t, { "sum.ts": SUM, "sum.test.ts": text, ...more });
}
