import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

const HERE = new URL(".", import.meta.url);
const names = (await readdir(HERE)).filter((name) => name.endsWith(".css"));
const sheets = await Promise.all(names.map((name) => readFile(new URL(name, HERE), "utf8")));
const RULES = sheets.flatMap((sheet) =>
  [...sheet.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = "", body = ""]) => ({
    selector: selector.replace(/\/\*.*?\*\//gs, "").trim(),
    body,
  })),
);
/** A new screen begins at its heading, which is no control: the eye is there already. */
const HEADINGS = /^h1:focus,\s+h2:focus$/;
const RING = /outline: 3px solid var\(--focus\);/;

test("[W31] whatever has the focus has a ring around it", () => {
  const ringed = RULES.filter(({ body }) => RING.test(body)).map(({ selector }) => selector);
  // Radio buttons are drawn by what follows them.
  assert.deepEqual(ringed.toSorted(), [".chip input:focus-visible + span", ":focus-visible"]);
});

test("[W31] no style takes the ring away again", () => {
  const without = RULES.filter(({ body }) => /outline(-style|-width)?:\s*(none|0)/.test(body));
  assert.ok(without.length > 0 && RULES.length > 100);
  assert.deepEqual(
    without.filter(({ selector }) => !HEADINGS.test(selector)),
    [],
  );
});
