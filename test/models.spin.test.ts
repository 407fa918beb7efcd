import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { check, judged } from "./runner/pan.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const COUNTER = `
byte count;
active proctype Counter() {
end:
  do
  :: count < 200 -> count++; assert(count <= LIMIT)
  od
}`;
const MEMORY_MB_MAX = 200;

test("[H20] a model that holds passes, with its states counted", async (t) => {
  const checked = await check(written(t, COUNTER), "LIMIT=200", MEMORY_MB_MAX);
  assert.equal(checked.verdict, "passed", checked.why);
  assert.ok(checked.states > 200, String(checked.states));
});

test("[H20] an assertion that does not hold is a violation, and told", async (t) => {
  const checked = await check(written(t, COUNTER), "LIMIT=9", MEMORY_MB_MAX);
  assert.equal(checked.verdict, "violated");
  assert.match(checked.why, /count<=9/);
});

test("[H20] a search that was cut short is no pass and no violation", async (t) => {
  const wide = "int x; active [9] proctype P() { do :: x++ :: x = x * 3 od }";
  const full = await check(written(t, wide), null, 20);
  assert.equal(full.verdict, "undecided", "memory");
  const output = "errors: 0\n 5 states, stored\n";
  const whole = { code: 0, output, timedOut: false };
  assert.equal(judged(whole).verdict, "passed");
  const shallow = { ...whole, output: `error: max search depth too small\n${output}` };
  for (const end of [shallow, { ...whole, code: 1 }, { ...whole, code: null, timedOut: true }]) {
    assert.equal(judged(end).verdict, "undecided");
  }
});

test("[H20] a model that stops where it should not is no pass and no violation", async (t) => {
  const checked = await check(written(t, COUNTER.replace("end:", "")), "LIMIT=200", MEMORY_MB_MAX);
  assert.equal(checked.verdict, "undecided");
  assert.match(checked.why, /invalid end state/);
});

test("[H20] a model that does not parse or compile is no pass and no violation", async (t) => {
  for (const text of ["active proctype P() { do }", COUNTER]) {
    const checked = await check(written(t, text), null, MEMORY_MB_MAX);
    assert.equal(checked.verdict, "undecided", text);
  }
});

function written(t: TestContext, text: string): string {
  return join(temporaryFolder(t, { "a.pml": text }), "a.pml");
}
