import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf } from "./person-code.ts";
import { signOf } from "./person-sign.ts";

const ADA = "xK3fAAAAAAAAAAAAAAAAAA";

test("[W61] a sign has twelve letters, the first three of them the code that everyone sees", () => {
  assert.match(signOf(ADA), /^(?:[A-Z2-9]{3} ){3}[A-Z2-9]{3}$/);
  assert.equal(signOf(ADA).slice(0, 3), codeOf(ADA));
});

test("[W61] people whose codes are alike have signs that are not", () => {
  const byCode = new Map<string, string>();
  let alike = 0;
  for (let i = 0; i < 2_000; i += 1) {
    const person = `${i}`.padStart(22, "Q");
    const other = byCode.get(codeOf(person));
    byCode.set(codeOf(person), person);
    if (other === undefined) continue;
    alike += 1;
    assert.notEqual(signOf(person), signOf(other));
  }
  assert.ok(alike > 10, `${alike} codes were alike`);
});

test("[W61] one letter more or less of the name is another sign, wherever it stands", () => {
  for (let at = 0; at < ADA.length; at += 1) {
    const changed = `${ADA.slice(0, at)}z${ADA.slice(at + 1)}`;
    assert.notEqual(signOf(changed).slice(4), signOf(ADA).slice(4), `at ${at}`);
  }
});
