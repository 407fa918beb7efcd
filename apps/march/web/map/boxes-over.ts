/**
 * What lies over the map: its buttons and cards, which stand beside its element. No word is written
 * under them.
 *
 * Rule W22: docs/spec/march-page.md.
 */
import type { Box } from "../label-place.ts";

/** A column of buttons is not one box: between them the map is seen. */
const OVER = ":scope > .map-buttons > *, :scope > :not(.map-target, .map-buttons, svg)";

export function boxesOver(target: HTMLElement): readonly Box[] {
  const { left, top } = target.getBoundingClientRect();
  const beside = [...(target.parentElement?.querySelectorAll(OVER) ?? [])];
  return beside.map((one): Box => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return { x: x - left + width / 2, y: y - top + height / 2, width, height };
  });
}
