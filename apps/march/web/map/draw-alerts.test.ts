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

/** What is drawn: fills, strokes with their dashes, and signs, each with its colour. */
function drawn(wish: Wish): readonly string[] {
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
  const frame = { context, width: 300, height: 300, pixelOf: () => [150, 150] };
  const { words } = drawAlerts(
    frame as unknown as Frame,
    { ...EMPTY_SCENE, alerts: [alertOf(wish)] },
    PAINT,
  );
  return [...done, ...words.map(({ said }) => said)];
}

test("[W51] only what is confirmed is filled; a rumour is hollow and dashed, and says what it is", () => {
  assert.deepEqual(drawn({}), ["stroke halo", "fill exit", "stroke exit", "E in halo", "Exit"]);
  assert.deepEqual(drawn({ state: "unconfirmed" }), [
    "stroke halo",
    "fill halo",
    "dashed stroke exit",
    "E in exit",
    "Exit: not confirmed",
  ]);
});

test("[W51] what is disputed has no colour of its own and is struck through", () => {
  assert.deepEqual(drawn({ state: "disputed" }), [
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
  assert.deepEqual(said.slice(1, 3), ["fill halo", "dashed stroke exit"]);
  assert.equal(said.at(-1), "Exit: not sent");
});

test("[W51] no two kinds have the same shape, and none is round", () => {
  const shapes = Object.values(SHAPES).map((corners) => JSON.stringify(corners));
  assert.equal(new Set(shapes).size, ALERT_KINDS.length);
  assert.ok(Object.values(SHAPES).every(({ length }) => length >= 3 && length <= 8));
});
