import assert from "node:assert/strict";
import { test } from "node:test";
import { repositoryFiles } from "./runner/files.ts";
import { RULES } from "./tidy.ts";

const files = repositoryFiles();

for (const rule of RULES) {
  test(`the repository keeps ${rule.id}`, () => {
    const complaints = rule.complaints(files);
    assert.ok(complaints.length === 0, `${rule.id}\n${complaints.join("\n")}`);
  });
}
