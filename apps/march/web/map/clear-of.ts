/**
 * How far from each edge of the map something has to stay to be seen beside the buttons and cards
 * that lie over it.
 *
 * Rule W58: docs/spec/march-page.md.
 */
import type { Box } from "../label-place.ts";
import { LIFT_PX } from "./alert-place.ts";

/** Half a sign, and its word. */
const AROUND_PX = 40;
/** What is narrower stands in a column. */
const NARROW_PX = 80;

export type Padding = [top: number, right: number, bottom: number, left: number];

export function clearOf(
  boxes: readonly Box[],
  { width, height }: Pick<Box, "width" | "height">,
): Padding {
  const padding: Padding = [0, 0, 0, 0];
  const keep = (side: 0 | 1 | 2 | 3, px: number): void => {
    padding[side] = Math.max(padding[side], px);
  };
  for (const box of boxes) {
    const isColumn = box.width < NARROW_PX;
    if (isColumn && box.x > width / 2) keep(1, width - box.x + box.width / 2);
    else if (isColumn) keep(3, box.x + box.width / 2);
    else if (box.y < height / 2) keep(0, box.y + box.height / 2);
    else keep(2, height - box.y + box.height / 2);
  }
  const [top, right, bottom, left] = padding.map((px) => px + AROUND_PX) as Padding;
  return [top + LIFT_PX, right, bottom, left];
}
