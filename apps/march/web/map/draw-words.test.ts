import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frame } from "./canvas-layer.ts";
import { boxAt, drawWords, type Labels } from "./draw-words.ts";
import type { Paint } from "./paint.ts";

const PAINT = { halo: "halo", ink: "ink" } as unknown as Paint;
const CHAR_PX = 8;

/** Of each word that is written: itself, its first pixel and its last. */
function written(...labels: readonly Labels[]): readonly (readonly [string, number, number])[] {
  const said: [string, number, number][] = [];
  const context = {
    measureText: (word: string) => ({ width: CHAR_PX * word.length }),
    strokeText: () => {},
    fillText: (word: string, x: number) => {
      const half = (CHAR_PX * word.length) / 2;
      said.push([word, x - half, x + half]);
    },
  };
  const frame = { context, width: 200, height: 100 } as unknown as Frame;
  drawWords(frame, labels, PAINT);
  return said;
}

const thingAt = (x: number, y: number) => boxAt([x, y], 20);
const sides = ["below", "above", "right", "left"] as const;

test("[W22] a word at the edge of the map moves in, and none goes over it", () => {
  const [word] = written({
    words: [{ said: "0123456789", thing: thingAt(5, 50), sides }],
    taken: [],
  });
  assert.ok(word![1] >= 0, String(word));
  // Left of it is no room, and above and below it stands something else.
  const taken = [boxAt([40, 80], 60), boxAt([40, 20], 60), thingAt(90, 50)];
  const crowded = { said: "0123456789", thing: thingAt(60, 50), sides };
  assert.deepEqual(written({ words: [crowded], taken }), []);
});

test("[W22] where there is no room for all of it a shorter word is written, and none over another", () => {
  const taken = [boxAt([100, 80], 60), boxAt([100, 20], 60), thingAt(130, 50)];
  const label = { said: "0123456789", short: "01", thing: thingAt(60, 50), sides };
  const said = written({ words: [label, label], taken }).map(([word]) => word);
  assert.deepEqual(said, ["01"]);
});

test("[W22] words that matter more come first, and none is written under a button", () => {
  const thing = thingAt(100, 50);
  const people = { words: [{ said: "Nurses", thing, sides: ["below"] as const }], taken: [] };
  const alerts = { words: [{ said: "Exit", thing, sides: ["below"] as const }], taken: [] };
  assert.deepEqual(
    written(alerts, people).map(([word]) => word),
    ["Exit"],
  );
  const button = { words: [], taken: [boxAt([100, 75], 40)] };
  assert.deepEqual(written(button, alerts), []);
});
