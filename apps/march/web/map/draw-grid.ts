/** Draws squares of a round number of metres, so that distances can be read without streets. */
import { toLonLat } from "ol/proj.js";
import { gridLines, gridStepM, mercatorStretch } from "../grid.ts";
import type { Frame } from "./canvas-layer.ts";
import type { Paint } from "./paint.ts";

/** Every so many lines one is stronger, to count by. */
const STRONG = 5;

/** Returns the side of a square, in metres of ground. */
export function drawGrid(frame: Frame, paint: Paint): number {
  const { context, width, height, resolution, centre } = frame;
  const stretch = stretchAt(centre);
  const stepM = gridStepM(resolution / stretch);
  const step = stepM * stretch;
  const [x0, y0] = [centre[0] - (width / 2) * resolution, centre[1] - (height / 2) * resolution];
  const [x1, y1] = [centre[0] + (width / 2) * resolution, centre[1] + (height / 2) * resolution];
  context.lineWidth = 1;
  for (const x of gridLines(x0, x1, step)) {
    const at = Math.round((x - x0) / resolution) + 0.5;
    line(context, colour(x / step, paint), [at, 0, at, height]);
  }
  for (const y of gridLines(y0, y1, step)) {
    const at = Math.round((y1 - y) / resolution) + 0.5;
    line(context, colour(y / step, paint), [0, at, width, at]);
  }
  return stepM;
}

/**
 * One stretch for a whole degree of latitude, else the lines would slide under the finger; it
 * is wrong by less than 3 percent up to 60 degrees, too little to see.
 */
function stretchAt(centre: readonly [number, number]): number {
  const [, lat = 0] = toLonLat([...centre]);
  return mercatorStretch(Math.round(lat));
}

function colour(index: number, paint: Paint): string {
  return Math.round(index) % STRONG === 0 ? paint.gridStrong : paint.grid;
}

function line(
  context: CanvasRenderingContext2D,
  colour: string,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
): void {
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}
