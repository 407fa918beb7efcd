import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { contrastOf } from "./contrast.ts";

const TOKENS = await readFile(new URL("../style/tokens.css", import.meta.url), "utf8");
/** What is written, and on what. */
const PAIRS = [
  ["ink", "ground raised sunken bad-ground"],
  ["ink-soft", "ground raised sunken"],
  ["on-accent", "accent"],
  ["good", "ground raised"],
  ["bad", "ground raised bad-ground"],
  ["map-halo", "map-me map-doubt map-alert-police-line map-alert-exit map-alert-danger"],
  ["map-halo", "map-alert-medic map-alert-route map-alert-meeting-point"],
  ["map-halo", "map-other-1 map-other-2 map-other-3 map-other-4 map-other-5 map-other-6"],
  ["map-ink", "map-ground map-halo"],
] as const;

test("[W31] black on white has a contrast of 21, and the paler of two greys less than enough", () => {
  assert.equal(contrastOf("#000000", "#ffffff"), 21);
  assert.ok(contrastOf("#ffffff", "#777777") < 4.5);
  assert.ok(contrastOf("#767676", "#ffffff") > 4.5);
});

test("[W31] the dark that a person chooses is the dark of the phone", () => {
  const [system, chosen] = [...TOKENS.matchAll(/:root[^{]*dark[^{]*\{|light"\]\)\s*\{/g)].map(
    ({ index }) => TOKENS.slice(index, TOKENS.indexOf("}", index)).match(/--[a-z0-9-]+: [^;]+;/g),
  );
  assert.ok(system !== undefined && system !== null && system.length > 40);
  assert.deepEqual(chosen, system);
});

test("[W31] every text can be read on what it stands on, in the light and in the dark", () => {
  for (const [text, grounds] of PAIRS) stands(text, grounds, 4.5);
});

test("[W31] the ring around what has the focus is seen on all that is behind it", () => {
  // What is no text: https://www.w3.org/TR/WCAG22/#non-text-contrast
  stands("focus", "ground raised sunken map-ground bad-ground", 3);
});

function stands(what: string, grounds: string, least: number): void {
  const schemes = TOKENS.split("@media").map(
    (css) =>
      new Map([...css.matchAll(/--([a-z0-9-]+): (#[0-9a-f]{6});/g)].map(([, n, c]) => [n, c])),
  );
  assert.equal(schemes.length, 2);
  for (const [colours, ground] of schemes.flatMap((each) =>
    grounds.split(" ").map((one) => [each, one] as const),
  )) {
    const contrast = contrastOf(colours.get(what) ?? "", colours.get(ground) ?? "");
    assert.ok(contrast >= least, `${what} on ${ground}: ${contrast.toFixed(2)}`);
  }
}
