/**
 * The grid that is drawn where there are no streets: squares of 1, 2 or 5 times a power of ten
 * metres, the smallest that are still wide enough apart to be counted.
 *
 * Rule W7: docs/spec/march-page.md.
 */
export const GRID_PIXELS_MIN = 56;
const STEPS = [1, 2, 5, 10] as const;

/** The side of a square in metres, when a pixel covers `metresPerPixel` of ground. */
export function gridStepM(metresPerPixel: number): number {
  const leastM = metresPerPixel * GRID_PIXELS_MIN;
  const decade = 10 ** Math.floor(Math.log10(leastM));
  const step = STEPS.find((step) => step * decade >= leastM) ?? 10;
  return Math.max(1, step * decade);
}

/** Where the lines are between two edges, counted from an origin. */
export function gridLines(fromM: number, toM: number, stepM: number): readonly number[] {
  const first = Math.ceil(fromM / stepM);
  const count = Math.max(0, Math.floor(toM / stepM) - first + 1);
  return Array.from({ length: count }, (_, i) => (first + i) * stepM);
}

/** Metres of the projection (EPSG:3857) to one metre of ground, at a latitude. */
export function mercatorStretch(latDeg: number): number {
  return 1 / Math.cos((latDeg * Math.PI) / 180);
}
