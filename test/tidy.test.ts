import assert from "node:assert/strict";
import { test } from "node:test";
import { repositoryFiles } from "./runner/files.ts";
import { RULES } from "./tidy.ts";

const files = repositoryFiles();

for (const rule of RULES) {
  test(`the repository keeps ${rule.id}`, () => {
    assert.deepEqual(rule.complaints(files), []);
  });
}
