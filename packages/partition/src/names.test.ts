import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault } from "./fault.ts";
import { checkKey, checkLabel, checkName, checkOperation, checkPartitions } from "./names.ts";

const refuses = (check: () => void) =>
  assert.throws(check, (error) => error instanceof Fault && error.code === "bad_input");

test("[P1] a group has a short plain name", () => {
  for (const name of ["a", "reports", "a.b-c_d", "0", "a".repeat(64)]) checkName(name);
  for (const name of ["", "A", "-a", "a-", "a b", "a/b", "é", "a".repeat(65)]) {
    refuses(() => checkName(name));
  }
});

test("[P1] a group shares out from 1 to 65,536 partitions", () => {
  for (const count of [1, 65_536]) checkPartitions(count);
  for (const count of [0, -1, 1.5, 65_537, Number.NaN, Number.POSITIVE_INFINITY]) {
    refuses(() => checkPartitions(count));
  }
});

test("[P8] a named key is not the number of a partition, and at most 200 bytes", () => {
  for (const key of ["a", "room/1", "12a", "é".repeat(100)]) checkKey(key);
  for (const key of ["", "12", "0", "a\0b", "\ud800", "a".repeat(201), "é".repeat(101)]) {
    refuses(() => checkKey(key));
  }
});

test("[P15] what the database would change on its way is no id of an operation, and no label", () => {
  const nothing = null as unknown as string;
  for (const check of [checkOperation, checkLabel]) {
    for (const text of ["", "a", "\u{1f600}", "é".repeat(100)]) check(text);
    for (const text of ["job/\ud800", "a\0b", "é".repeat(501), nothing]) refuses(() => check(text));
  }
  checkOperation("a".repeat(1_000));
  refuses(() => checkLabel("a".repeat(301)));
});
