import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

const WEB = new URL("../", import.meta.url);

test("[W73] no field is one that the browser remembers", async () => {
  const names = (await readdir(WEB, { recursive: true })).filter((name) => name.endsWith(".tsx"));
  const screens = await Promise.all(names.map((name) => readFile(new URL(name, WEB), "utf8")));
  const fields = screens.flatMap(
    (screen) => screen.match(/<(input|textarea|select)\b[^]*?\/>/g) ?? [],
  );
  assert.ok(fields.length >= 6);
  // What is written in the others only their form can keep from it: there are none.
  const remembered = fields.filter((field) => !/^<input\b[^]*\sautoComplete="off"/.test(field));
  assert.deepEqual(remembered, []);
});
