/**
 * Draws who is where: contingents as circles with their number, name and direction, people as
 * pins that pale with age, and oneself on top.
 */

import { degreesOf } from "../../src/model.ts";
import type { Summary } from "../../src/summary.ts";
import { opacityOf, STALE_MS } from "../age.ts";
import { mercatorStretch } from "../grid.ts";
import type { Fix } from "../locator.ts";
import type { Pin } from "../pins.ts";
import { text } from "../text.ts";
import type { Frame } from "./canvas-layer.ts";
import { colourOf, type Paint } from "./paint.ts";
import type { Scene } from "./scene.ts";

const PIN_PX = 8;
const ME_PX = 10;
const CIRCLE_PX_MIN = 24;
const FULL_TURN = 2 * Math.PI;
const EDGE_PX = 6;
const FONT = "600 14px system-ui, sans-serif";
const FONT_STRONG = "700 16px system-ui, sans-serif";

export function drawPeople(frame: Frame, scene: Scene, paint: Paint): void {
  for (const summary of scene.others) drawContingent(frame, summary, paint);
  for (const pin of scene.pins) if (!pin.isMe) drawPin(frame, { pin, scene, paint });
  const own = scene.pins.find(({ isMe }) => isMe);
  if (own !== undefined) drawPin(frame, { pin: own, scene, paint });
  if (scene.me !== null) drawMe(frame, scene.me, paint);
}

function drawContingent(frame: Frame, summary: Summary, paint: Paint): void {
  const { context } = frame;
  const [x, y] = frame.pixelOf(summary.place);
  const { lat } = degreesOf(summary.place);
  const wanted = (summary.radiusM * mercatorStretch(lat)) / frame.resolution;
  const radius = Math.max(CIRCLE_PX_MIN, wanted);
  const colour = colourOf(summary.contingent, paint.others);
  disc(context, [x, y, radius]);
  context.globalAlpha = 0.22;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 2.5;
  context.strokeStyle = colour;
  context.stroke();
  if (summary.speedDmS > 0) drawArrow(context, [x, y, radius, summary.headingDeg], colour);
  label(context, { at: [x, y], said: String(summary.people), font: FONT_STRONG, paint });
  const at: [number, number] = [x, y + radius + 14];
  const isSeen = x > -radius && x < frame.width + radius;
  if (isSeen)
    label(context, { at, said: summary.contingent, font: FONT, paint, width: frame.width });
}

/** On the rim, pointing outwards: north is up. */
function drawArrow(
  context: CanvasRenderingContext2D,
  [x, y, radius, headingDeg]: readonly [number, number, number, number],
  colour: string,
): void {
  context.save();
  context.translate(x, y);
  context.rotate((headingDeg * Math.PI) / 180);
  context.beginPath();
  context.moveTo(0, -radius - 14);
  context.lineTo(9, -radius + 1);
  context.lineTo(-9, -radius + 1);
  context.closePath();
  context.fillStyle = colour;
  context.fill();
  context.restore();
}

interface DrawnPin {
  readonly pin: Pin;
  readonly scene: Scene;
  readonly paint: Paint;
}

function drawPin(frame: Frame, { pin, scene, paint }: DrawnPin): void {
  const { context, width, height } = frame;
  const [x, y] = frame.pixelOf(pin.place);
  if (x < -20 || y < -20 || x > width + 20 || y > height + 20) return;
  const ageMs = scene.nowMs - pin.atMs;
  context.globalAlpha = opacityOf(ageMs, pin.expiresAt - pin.atMs);
  disc(context, [x, y, PIN_PX]);
  context.fillStyle = ageMs < STALE_MS ? paint.mine : paint.halo;
  context.strokeStyle = ageMs < STALE_MS ? paint.halo : paint.mine;
  context.lineWidth = ageMs < STALE_MS ? 2 : 3;
  context.fill();
  context.stroke();
  context.globalAlpha = 1;
  if (pin.person === scene.picked) ring(context, [x, y, PIN_PX + 6], paint.ink);
}

/** What this phone knows of itself, shared or not: accuracy, dot, and a word. */
function drawMe(frame: Frame, fix: Fix, paint: Paint): void {
  const { context } = frame;
  const [x, y] = frame.pixelOf(fix.place);
  const { lat } = degreesOf(fix.place);
  const accuracy = (fix.accuracyM * mercatorStretch(lat)) / frame.resolution;
  if (accuracy > ME_PX) {
    disc(context, [x, y, accuracy]);
    context.globalAlpha = 0.12;
    context.fillStyle = paint.me;
    context.fill();
    context.globalAlpha = 1;
  }
  disc(context, [x, y, ME_PX]);
  context.fillStyle = paint.me;
  context.strokeStyle = paint.halo;
  context.lineWidth = 3;
  context.fill();
  context.stroke();
  label(context, { at: [x, y - ME_PX - 12], said: text.map.you, font: FONT, paint });
}

function ring(
  context: CanvasRenderingContext2D,
  circle: readonly [number, number, number],
  colour: string,
): void {
  disc(context, circle);
  context.lineWidth = 2;
  context.strokeStyle = colour;
  context.stroke();
}

function disc(
  context: CanvasRenderingContext2D,
  [x, y, radius]: readonly [number, number, number],
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, FULL_TURN);
}

interface Label {
  readonly at: readonly [x: number, y: number];
  readonly said: string;
  readonly font: string;
  readonly paint: Paint;
  /** Of the map, where the label is to stay inside of it. */
  readonly width?: number;
}

function label(context: CanvasRenderingContext2D, label: Label): void {
  const { said, font, paint, width } = label;
  context.font = font;
  const y = label.at[1];
  const half = context.measureText(said).width / 2 + EDGE_PX;
  const x = width === undefined ? label.at[0] : clamped(label.at[0], half, width - half);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = paint.halo;
  context.strokeText(said, x, y);
  context.fillStyle = paint.ink;
  context.fillText(said, x, y);
}

function clamped(x: number, least: number, most: number): number {
  return Math.max(least, Math.min(x, most));
}
