/**
 * Where a word on the map stands: beside what it names, on the first side where it covers
 * nothing that matters more, and nowhere when there is no such side.
 *
 * Rule W22: docs/spec/march-page.md.
 */

/** In pixels, around its middle. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Between the thing and its word. */
const GAP_PX = 3;

export interface Wish {
  /** What is named. */
  readonly thing: Box;
  readonly word: Pick<Box, "width" | "height">;
  readonly sides: readonly Side[];
}

export type Side = "above" | "below" | "right" | "left";

export function placeLabel({ thing, word, sides }: Wish, taken: readonly Box[]): Box | null {
  const places = sides.map((side) => beside(thing, word, side));
  return places.find((place) => !taken.some((box) => overlaps(place, box))) ?? null;
}

function beside({ x, y, width, height }: Box, word: Wish["word"], side: Side): Box {
  const across = (width + word.width) / 2 + GAP_PX;
  const up = (height + word.height) / 2 + GAP_PX;
  if (side === "above") return { ...word, x, y: y - up };
  if (side === "below") return { ...word, x, y: y + up };
  return { ...word, x: side === "right" ? x + across : x - across, y };
}

function overlaps(one: Box, other: Box): boolean {
  return (
    Math.abs(one.x - other.x) * 2 < one.width + other.width &&
    Math.abs(one.y - other.y) * 2 < one.height + other.height
  );
}
