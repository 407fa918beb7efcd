/**
 * Draws alerts over people: the sign of the kind in its shape and colour, on a stem whose foot is
 * the place. What is confirmed is filled; what is not is hollow and dashed; what is disputed is hollow and struck through. Nobody
 * needs the colour to tell them apart.
 *
 * Rule W51: docs/spec/march-page.md.
 */
import { SHAPES, SIGN_Y } from "../alert-shapes.ts";
import { mapText, shortText } from "../alert-words.ts";
import type { ShownAlert } from "../shown-alerts.ts";
import { text } from "../text.ts";
import { ALERT_PX, type Pixel, signAt } from "./alert-place.ts";
import type { Frame } from "./canvas-layer.ts";
import { boxAt, FONT_STRONG, type Label, type Labels } from "./draw-words.ts";
import type { Paint } from "./paint.ts";
import type { Scene } from "./scene.ts";

const DASH: readonly number[] = [4, 3];
const PICKED_PX = 5;
const FOOT_PX = 2;

/** Returns the words that are to be written beside them. */
export function drawAlerts(frame: Frame, scene: Scene, paint: Paint): Labels {
  // What is confirmed lies over what is not.
  const alerts = scene.alerts.toSorted((a, b) => rankOf(a) - rankOf(b));
  const drawn = alerts.map((alert) => {
    const foot = frame.pixelOf(alert.place);
    return { alert, foot, at: signAt(foot) };
  });
  // No stem crosses a sign.
  for (const { alert, foot } of drawn) {
    drawStem(frame.context, { foot, colour: colourOf(alert, paint), halo: paint.halo });
  }
  for (const { alert, at } of drawn) {
    const isPicked = scene.picked?.is === "alert" && scene.picked.id === alert.id;
    drawAlert(frame.context, { alert, at, paint, isPicked });
  }
  const things = drawn.map(({ alert, at }): Label => {
    const thing = boxAt(at, 2 * ALERT_PX + 4);
    return {
      said: mapText(alert),
      short: shortText(alert),
      thing,
      // Below it is whoever is there.
      sides: ["above", "right", "left"],
    };
  });
  const isIn = ({ thing: { x, y } }: Label): boolean =>
    x > -ALERT_PX && y > -ALERT_PX && x < frame.width + ALERT_PX && y < frame.height + ALERT_PX;
  const feet = drawn.map(({ foot }) => boxAt(foot, 2 * FOOT_PX));
  const taken = [...things.map(({ thing }) => thing), ...feet];
  return { words: things.filter(isIn).toReversed(), taken };
}

function rankOf({ state, waits }: ShownAlert): number {
  return state === "confirmed" && !waits ? 1 : 0;
}

interface Drawn {
  readonly alert: ShownAlert;
  /** The middle of its sign. */
  readonly at: Pixel;
  readonly paint: Paint;
  readonly isPicked: boolean;
}

function colourOf({ kind, state }: ShownAlert, paint: Paint): string {
  return state === "disputed" ? paint.doubt : paint.alerts[kind];
}

interface Stem {
  readonly foot: Pixel;
  readonly colour: string;
  readonly halo: string;
}

function drawStem(context: CanvasRenderingContext2D, { foot: [x, y], colour, halo }: Stem): void {
  context.setLineDash([]);
  for (const [lineWidth, strokeStyle] of [
    [2 * FOOT_PX + 2, halo],
    [2 * FOOT_PX - 1, colour],
  ] as const) {
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(...signAt([x, y]));
    context.lineCap = "round";
    context.lineWidth = lineWidth;
    context.strokeStyle = strokeStyle;
    context.stroke();
  }
}

function drawAlert(context: CanvasRenderingContext2D, drawn: Drawn): void {
  const { alert, paint, isPicked } = drawn;
  const { state, waits } = alert;
  const isFact = state === "confirmed" && !waits;
  const colour = colourOf(alert, paint);
  outline(context, drawn, ALERT_PX);
  // A dark or light edge all around, so that it stands out from streets and other signs.
  context.setLineDash([]);
  context.lineJoin = "round";
  context.lineWidth = 6;
  context.strokeStyle = isPicked ? paint.ink : paint.halo;
  context.stroke();
  context.fillStyle = isFact ? colour : paint.halo;
  context.fill();
  if (!isFact) context.setLineDash([...DASH]);
  context.lineWidth = 2.5;
  context.strokeStyle = colour;
  context.stroke();
  context.setLineDash([]);
  if (state === "disputed") strike(context, drawn, colour);
  sign(context, drawn, isFact ? paint.halo : colour);
  if (isPicked) {
    outline(context, drawn, ALERT_PX + PICKED_PX);
    context.lineWidth = 2.5;
    context.strokeStyle = paint.ink;
    context.stroke();
  }
}

function outline(
  context: CanvasRenderingContext2D,
  { alert, at: [x, y] }: Drawn,
  size: number,
): void {
  context.beginPath();
  for (const [dx, dy] of SHAPES[alert.kind]) context.lineTo(x + dx * size, y + dy * size);
  context.closePath();
}

function strike(context: CanvasRenderingContext2D, { at: [x, y] }: Drawn, colour: string): void {
  context.beginPath();
  context.moveTo(x - ALERT_PX, y + ALERT_PX);
  context.lineTo(x + ALERT_PX, y - ALERT_PX);
  context.lineWidth = 2.5;
  context.strokeStyle = colour;
  context.stroke();
}

function sign(
  context: CanvasRenderingContext2D,
  { alert: { kind }, at: [x, y] }: Drawn,
  colour: string,
): void {
  context.font = FONT_STRONG;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = colour;
  context.fillText(text.alerts.signs[kind], x, y + (SIGN_Y[kind] ?? 0) * ALERT_PX + 1);
}
