/**
 * Words on the map: each beside what it names, where it covers nothing, else left out.
 *
 * Rule W22: docs/spec/march-page.md.
 */
import { type Box, placeLabel, type Side } from "../label-place.ts";
import type { Frame } from "./canvas-layer.ts";
import type { Paint } from "./paint.ts";

const EDGE_PX = 3;
const LINE_PX = 18;
export const FONT = "600 14px system-ui, sans-serif";
export const FONT_STRONG = "700 16px system-ui, sans-serif";

export interface Label {
  readonly said: string;
  /** Where there is no room for the whole. */
  readonly short?: string;
  readonly thing: Box;
  readonly sides: readonly Side[];
}

export interface Labels {
  /** Those first that matter most. */
  readonly words: readonly Label[];
  /** What no word may cover. */
  readonly taken: readonly Box[];
}

export function boxAt([x, y]: readonly [number, number], side: number): Box {
  return { x, y, width: side, height: side };
}

export function drawWords(frame: Frame, labels: readonly Labels[], paint: Paint): void {
  frame.context.font = FONT;
  const taken = [...wallsOf(frame), ...labels.flatMap((each) => each.taken)];
  for (const label of labels.flatMap((each) => each.words)) {
    const { said, short = said } = label;
    for (const word of new Set([said, short])) {
      const place = placeOf(frame, { ...label, said: word }, taken);
      if (place === null) continue;
      taken.push(place);
      write(frame.context, { at: [place.x, place.y], said: word, font: FONT, paint });
      break;
    }
  }
}

function placeOf({ context, width }: Frame, { said, thing, sides }: Label, taken: readonly Box[]) {
  const word = { width: context.measureText(said).width + 2 * EDGE_PX, height: LINE_PX };
  // A word at the edge of the map moves in, as far as it is wide.
  const x = clamped(thing.x, word.width / 2, width - word.width / 2);
  // Beside the thing itself: there it does not move.
  const [level, upright] = [sides.filter(isLevel), sides.filter((side) => !isLevel(side))];
  return (
    placeLabel({ thing: { ...thing, x }, word, sides: upright }, taken) ??
    placeLabel({ thing, word, sides: level }, taken)
  );
}

function isLevel(side: Side): boolean {
  return side === "left" || side === "right";
}

/** No word goes over the edge of the map: half of it would say something else. */
function wallsOf({ width, height }: Pick<Frame, "width" | "height">): readonly Box[] {
  const far = 10_000;
  return [
    { x: -far / 2, y: 0, width: far, height: far },
    { x: width + far / 2, y: 0, width: far, height: far },
    { x: 0, y: -far / 2, width: far, height: far },
    { x: 0, y: height + far / 2, width: far, height: far },
  ];
}

export interface Writing {
  readonly at: readonly [x: number, y: number];
  readonly said: string;
  readonly font: string;
  readonly paint: Paint;
}

export function write(context: CanvasRenderingContext2D, { at, said, font, paint }: Writing): void {
  context.font = font;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 4;
  context.lineJoin = "round";
  context.strokeStyle = paint.halo;
  context.strokeText(said, ...at);
  context.fillStyle = paint.ink;
  context.fillText(said, ...at);
}

function clamped(x: number, least: number, most: number): number {
  return Math.max(least, Math.min(x, most));
}
