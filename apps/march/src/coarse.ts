/**
 * Numbers and places as they are told of a few people: in steps so wide that one person more or
 * less mostly changes none of them.
 *
 *   50, 70, 100, 150, 200, 300, 500 …     people: the step below     radius: the step above
 *
 * Rule A6: docs/spec/march.md.
 */
import { degreesOf, type Place, placeOf } from "./model.ts";

/** The lines of a grid are so far apart at least; so small at least is a radius. */
export const COARSE_M_MIN = 50;
const STEPS = [1, 1.5, 2, 3, 5, 7, 10] as const;
const DEGREE_M = 111_195;
const RADIANS = Math.PI / 180;

/** The last step that is not more: of a number of 5 or more. */
export function stepBelow(count: number): number {
  return stepsAround(count).findLast((step) => step <= count) ?? count;
}

/** The first step that is not less, and 50 at least. */
export function stepAbove(metres: number): number {
  const wanted = Math.max(metres, COARSE_M_MIN);
  return stepsAround(wanted).find((step) => step >= wanted) ?? wanted;
}

function stepsAround(value: number): readonly number[] {
  let ten = 1;
  while (ten * 10 <= value) ten *= 10;
  return STEPS.map((step) => step * ten);
}

/**
 * The nearest crossing of a grid whose lines are about `gridM` apart. Parallels have a whole number
 * of crossings, so that the grid has no seam at the 180th meridian, and one at the poles.
 */
export function onGrid(place: Place, gridM: number): Place {
  const { lat, lon } = degreesOf(place);
  const rowDegrees = partOf(180, gridM / DEGREE_M);
  const row = Math.round((lat + 90) / rowDegrees) * rowDegrees - 90;
  const around = Math.max(Math.cos(row * RADIANS) * 360, 0);
  const columns = Math.max(1, Math.floor((around * DEGREE_M) / gridM));
  const column = Math.round(((lon + 180) / 360) * columns) % columns;
  return placeOf(row, (column / columns) * 360 - 180);
}

/** So that a whole number of them makes up all. */
function partOf(all: number, about: number): number {
  return all / Math.max(1, Math.floor(all / about));
}
