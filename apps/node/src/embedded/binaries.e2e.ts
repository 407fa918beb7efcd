/**
 * The copy of PostgreSQL's programs, really made and really run.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { copyOnce, findPackage } from "./binaries.ts";

const folder = mkdtempSync(join(tmpdir(), "muster-binaries-"));

after(() => rmSync(folder, { recursive: true, force: true }));

test("[N15] a copy runs from its place, is readable by all, and is made once", async () => {
  const shared = join(folder, "whole");
  const [first, second] = await Promise.all([
    copyOnce(findPackage(), shared),
    copyOnce(findPackage(), shared),
  ]);
  assert.equal(first, second);
  assert.equal(readdirSync(shared).length, 1);
  assert.match(
    execFileSync(join(first, "bin", "postgres"), ["--version"], { encoding: "utf8" }),
    / 18\./,
  );
  for (const entry of ["", ...readdirSync(first, { recursive: true, encoding: "utf8" })]) {
    assert.equal(statSync(join(first, entry)).mode & 0o044, 0o044, entry);
  }
});

test("[N15] a copy that was cut short is not taken for one", async () => {
  const broken = join(folder, "package");
  mkdirSync(join(broken, "native", "bin"), { recursive: true });
  cpSync(join(findPackage(), "package.json"), join(broken, "package.json"));
  writeFileSync(join(broken, "native", "bin", "postgres"), "");
  const shared = join(folder, "cut");
  // Without its list of links the package is not whole, and the copy fails on the way.
  await assert.rejects(copyOnce(broken, shared), { code: "embedded_failed" });
  assert.deepEqual(readdirSync(shared), []);
});
