import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf } from "../../src/model.ts";
import type { Pin } from "../pins.ts";
import { speak } from "../text.ts";
import type { Frame } from "./canvas-layer.ts";
import { drawPeople } from "./draw-people.ts";
import { drawWords } from "./draw-words.ts";
import type { Paint } from "./paint.ts";
import { EMPTY_SCENE } from "./scene.ts";

await speak("en");

const PLACE = placeOf(40.7, -74);
const PAINT = { me: "me", mine: "mine", halo: "halo", ink: "ink", others: [] } as unknown as Paint;

/** Of every shape that is drawn: filled or stroked, and its colour; of every word, itself. */
function drawn(isMe: boolean): readonly string[] {
  const said: string[] = [];
  const pen = { fillStyle: "", strokeStyle: "" };
  const context = Object.assign(pen, {
    beginPath: () => {},
    arc: () => {},
    fill: () => said.push(`fill ${pen.fillStyle}`),
    stroke: () => said.push(`stroke ${pen.strokeStyle}`),
    measureText: () => ({ width: 20 }),
    strokeText: () => {},
    fillText: (word: string) => said.push(word),
  });
  const frame = { context, width: 300, height: 300, resolution: 1, pixelOf: () => [150, 150] };
  const who = { person: "a", contingent: "Nurses", place: PLACE, isMe };
  const pin: Pin = { ...who, atMs: 0, expiresAt: 60_000 };
  const there = frame as unknown as Frame;
  const labels = drawPeople(there, { ...EMPTY_SCENE, pins: [pin], nowMs: 1_000 }, PAINT);
  drawWords(there, [labels], PAINT);
  return said;
}

test("[W26] one's own pin is a hollow ring in one's own colour, and nobody else's is", () => {
  assert.deepEqual(drawn(true), ["stroke me", "you"]);
  assert.deepEqual(drawn(false), ["fill mine", "stroke halo"]);
});
