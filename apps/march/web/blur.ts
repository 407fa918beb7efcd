/**
 * Makes a place vague before anything of it leaves the phone: the middle of the square of a fixed
 * grid, the same for everyone, so that many positions tell no more than one.
 *
 *   rows of 200 m of latitude; in each row, columns of 200 m or a little more of longitude
 *
 * Rule W38: docs/spec/march-page.md.
 */
import { E7, type Place } from "../src/model.ts";

export const BLUR_M = 200;
/** Of a sphere with the Earth's mean radius (IUGG 1980). */
const METRES_A_DEGREE = (Math.PI / 180) * 6_371_008.8;
const ROWS = Math.floor((180 * METRES_A_DEGREE) / BLUR_M);
const ROW_E7 = (180 * E7) / ROWS;

export function blurred({ latE7, lonE7 }: Place): Place {
  const row = Math.min(ROWS - 1, Math.floor((latE7 + 90 * E7) / ROW_E7));
  const middleE7 = (row + 0.5) * ROW_E7 - 90 * E7;
  const around = Math.cos((middleE7 / E7) * (Math.PI / 180)) * 360 * METRES_A_DEGREE;
  // A whole number of columns: the last one meets the first.
  const columns = Math.max(1, Math.floor(around / BLUR_M));
  const columnE7 = (360 * E7) / columns;
  const column = Math.floor((lonE7 + 180 * E7) / columnE7) % columns;
  return {
    latE7: Math.round(middleE7),
    lonE7: Math.round((column + 0.5) * columnE7 - 180 * E7),
  };
}
