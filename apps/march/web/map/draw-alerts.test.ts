import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf } from "../../src/model.ts";
import { ALERT_KINDS, type AlertKind, type AlertState } from "../../src/models/alerts.ts";
import { SHAPES } from "../alert-shapes.ts";
import type { ShownAlert } from "../shown-alerts.ts";
import { speak } from "../text.ts";
import type { Frame } from "./canvas-layer.ts";
import { drawAlerts } from "./draw-alerts.ts";
import type { Paint } from "./paint.ts";
import { EMPTY_SCENE } from "./scene.ts";

await speak("en");

const alertPaint = Object.fromEntries(ALERT_KINDS.map((kind) => [kind, kind]));
const PAINT = { halo: "halo", ink: "ink", doubt: "doubt", alerts: alertPaint } as unknown as Paint;

/** What is drawn of a stem, which comes first. */
const STEM = 2;

interface Wish {
  readonly kind?: AlertKind;
  readonly state?: AlertState;
  readonly waits?: boolean;
}

function alertOf({ kind = "exit", state = "confirmed", waits = false }: Wish): ShownAlert {
  const own = { isMine: false, said: null, waits };
  const worth = { state, decided: false, confirmedBy: 0, disputedBy: 0, ...own };
  return { id: "a", by: "her", kind, place: placeOf(40, -74), at: 0, endsAt: 60_000, ...worth };
}

/** A map on which every place is in the middle. */
const PLACE_PX = [150, 150] as const;

/** What is drawn: fills, strokes with their dashes, and signs, each with its colour. */
function drawn(wish: Wish): readonly string[] {
  const { done, words } = drawing(wish);
  return [...done, ...words.map(({ said }) => said)];
}

function drawing(wish: Wish) {
  const done: string[] = [];
  let dash = "";
  const pen = { fillStyle: "", strokeStyle: "" };
  const context = Object.assign(pen, {
    beginPath: () => {},
    closePath: () => {},
    moveTo: () => {},
    lineTo: () => {},
    setLineDash: (dashes: readonly number[]) => {
      dash = dashes.length > 0 ? "dashed " : "";
    },
    fill: () => done.push(`fill ${pen.fillStyle}`),
    stroke: () => done.push(`${dash}stroke ${pen.strokeStyle}`),
    fillText: (said: string) => done.push(`${said} in ${pen.fillStyle}`),
  });
  const frame = { context, width: 300, height: 300, pixelOf: () => PLACE_PX };
  const scene = { ...EMPTY_SCENE, alerts: [alertOf(wish)] };
  return { done, ...drawAlerts(frame as unknown as Frame, scene, PAINT) };
}

test("[W51] only what is confirmed is filled; a rumour is hollow and dashed, and says what it is", () => {
  assert.deepEqual(drawn({}), [
    "stroke halo",
    "stroke exit",
    "stroke halo",
    "fill exit",
    "stroke exit",
    "E in halo",
    "Exit",
  ]);
  assert.deepEqual(drawn({ state: "unconfirmed" }).slice(STEM), [
    "stroke halo",
    "fill halo",
    "dashed stroke exit",
    "E in exit",
    "Exit: not confirmed",
  ]);
});

test("[W51] what is disputed has no colour of its own and is struck through", () => {
  assert.deepEqual(drawn({ state: "disputed" }).slice(STEM), [
    "stroke halo",
    "fill halo",
    "dashed stroke doubt",
    "stroke doubt",
    "E in doubt",
    "Exit: disputed",
  ]);
});

test("[W53] what was not sent is drawn as what is not confirmed, whatever it will be worth", () => {
  const said = drawn({ waits: true });
  assert.deepEqual(said.slice(STEM + 1, STEM + 3), ["fill halo", "dashed stroke exit"]);
  assert.equal(said.at(-1), "Exit: not sent");
});

test("[W51] no two kinds have the same shape, and none is round", () => {
  const shapes = Object.values(SHAPES).map((corners) => JSON.stringify(corners));
  assert.equal(new Set(shapes).size, ALERT_KINDS.length);
  assert.ok(Object.values(SHAPES).every(({ length }) => length >= 3 && length <= 8));
});

test("[W51] the sign stands above its place: neither it nor its word covers who is there", () => {
  const { words, taken } = drawing({});
  const [word] = words;
  assert.ok(word !== undefined);
  const { x, y, height } = word.thing;
  const dotPx = 10;
  assert.equal(x, PLACE_PX[0]);
  assert.ok(y + height / 2 <= PLACE_PX[1] - dotPx, `${y} and ${height}`);
  assert.ok(!word.sides.includes("below"));
  assert.ok(taken.some((box) => box.x === PLACE_PX[0] && box.y === PLACE_PX[1]));
});
