/**
 * Draws who is where: contingents as circles with their number, name and direction, people as
 * pins that pale with age, oneself on top, and their names where there is room.
 *
 * Rules W6, W26: docs/spec/march-page.md.
 */
import { degreesOf } from "../../src/model.ts";
import type { Summary } from "../../src/summary.ts";
import { opacityOf, STALE_MS } from "../age.ts";
import { mercatorStretch } from "../grid.ts";
import type { Box } from "../label-place.ts";
import type { Fix } from "../locator.ts";
import type { Pin } from "../pins.ts";
import { text } from "../text.ts";
import type { Frame } from "./canvas-layer.ts";
import { boxAt, FONT_STRONG, type Label, type Labels, write } from "./draw-words.ts";
import type { Paint } from "./paint.ts";
import type { ColouredScene, Scene } from "./scene.ts";

const PIN_PX = 8;
const ME_PX = 10;
const CIRCLE_PX_MIN = 24;
const FULL_TURN = 2 * Math.PI;
const ARROW_PX = 14;

/** Returns the names that are to be written beside them. */
export function drawPeople(frame: Frame, scene: ColouredScene, paint: Paint): Labels {
  const circles = scene.others.map((summary) => circleOf(frame, summary));
  for (const circle of circles) drawContingent(frame, circle, { scene, paint });
  for (const pin of scene.pins) if (!pin.isMe) drawPin(frame, { pin, scene, paint });
  const own = ownPin(scene);
  if (own !== undefined) drawOwnPin(frame, { pin: own, scene, paint });
  if (scene.me !== null) drawMe(frame, scene.me, paint);
  return labelsOf(frame, scene, circles);
}

interface Circle {
  readonly summary: Summary;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

function circleOf(frame: Frame, summary: Summary): Circle {
  const [x, y] = frame.pixelOf(summary.place);
  const { lat } = degreesOf(summary.place);
  const wanted = (summary.radiusM * mercatorStretch(lat)) / frame.resolution;
  return { summary, x, y, radius: Math.max(CIRCLE_PX_MIN, wanted) };
}

interface Look {
  readonly scene: ColouredScene;
  readonly paint: Paint;
}

function drawContingent(frame: Frame, { summary, x, y, radius }: Circle, look: Look): void {
  const { context } = frame;
  const { scene, paint } = look;
  const colour = paint.others[scene.colours.get(summary.contingent) ?? 0] ?? paint.ink;
  disc(context, [x, y, radius]);
  context.globalAlpha = 0.22;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
  context.lineWidth = 2.5;
  context.strokeStyle = colour;
  context.stroke();
  if (summary.speedDmS > 0) drawArrow(context, [x, y, radius, summary.headingDeg], colour);
  write(context, { at: [x, y], said: `${summary.people}+`, font: FONT_STRONG, paint });
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
  context.moveTo(0, -radius - ARROW_PX);
  context.lineTo(9, -radius + 1);
  context.lineTo(-9, -radius + 1);
  context.closePath();
  context.fillStyle = colour;
  context.fill();
  context.restore();
}

interface DrawnPin extends Look {
  readonly pin: Pin;
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
  if (scene.picked?.is === "person" && pin.person === scene.picked.id)
    ring(context, [x, y, PIN_PX + 6], paint.ink);
}

/** Where others see oneself: hidden by the dot until one has moved away from it. */
function drawOwnPin(frame: Frame, { pin, scene, paint }: DrawnPin): void {
  const { context } = frame;
  context.globalAlpha = opacityOf(scene.nowMs - pin.atMs, pin.expiresAt - pin.atMs);
  ring(context, [...frame.pixelOf(pin.place), PIN_PX], paint.me);
  context.globalAlpha = 1;
}

function ownPin({ pins }: Scene): Pin | undefined {
  return pins.find(({ isMe }) => isMe);
}

/** What this phone knows of itself, shared or not: accuracy and a dot. */
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
}

function ring(
  context: CanvasRenderingContext2D,
  circle: readonly [number, number, number],
  colour: string,
): void {
  disc(context, circle);
  context.lineWidth = 2.5;
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

function labelsOf(frame: Frame, scene: ColouredScene, circles: readonly Circle[]): Labels {
  const words: Label[] = circles
    .filter(({ x, radius }) => x > -radius && x < frame.width + radius)
    .map(({ summary, x, y, radius }) => ({
      said: scene.names.get(summary.contingent) ?? summary.contingent,
      thing: boxAt([x, y], 2 * radius),
      sides: ["below", "above", "right", "left"],
    }));
  const taken: Box[] = [
    ...scene.pins.map(({ place }) => boxAt(frame.pixelOf(place), 2 * PIN_PX)),
    ...circles.map(({ x, y }) => boxAt([x, y], CIRCLE_PX_MIN)),
    ...circles.filter(({ summary }) => summary.speedDmS > 0).map(arrowBox),
  ];
  const me = scene.me ?? ownPin(scene);
  if (me !== undefined) {
    const thing = boxAt(frame.pixelOf(me.place), 2 * ME_PX);
    words.unshift({ said: text.map.you, thing, sides: ["above", "below", "right", "left"] });
    taken.push(thing);
  }
  return { words, taken };
}

function arrowBox({ summary, x, y, radius }: Circle): Box {
  const turned = (summary.headingDeg * Math.PI) / 180;
  const far = radius + ARROW_PX / 2;
  return boxAt([x + far * Math.sin(turned), y - far * Math.cos(turned)], ARROW_PX);
}
