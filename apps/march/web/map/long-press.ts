/**
 * Hears a finger that is held still on the map, and the mouse's other button: both mean this place.
 */
import { deviceClock } from "../clock.ts";

export const HOLD_MS = 550;
/** A finger trembles so far. */
const STILL_PX = 10;

/** `held` gets the pixel, from the corner of `target`. Returns what ends it. */
export function onLongPress(
  target: HTMLElement,
  held: (pixel: readonly [x: number, y: number]) => void,
): () => void {
  let cancel: (() => void) | null = null;
  let from: readonly [number, number] = [0, 0];
  const stop = (): void => {
    cancel?.();
    cancel = null;
  };
  const down = (event: PointerEvent): void => {
    stop();
    // A second finger zooms.
    if (!event.isPrimary || event.button !== 0) return;
    from = pixelOf(event, target);
    cancel = deviceClock.after(HOLD_MS, () => {
      cancel = null;
      held(from);
    });
  };
  const move = (event: PointerEvent): void => {
    const [x, y] = pixelOf(event, target);
    if (Math.hypot(x - from[0], y - from[1]) > STILL_PX) stop();
  };
  const menu = (event: MouseEvent): void => {
    event.preventDefault();
    if (event instanceof PointerEvent && event.pointerType !== "mouse") return;
    stop();
    held(pixelOf(event, target));
  };
  const listeners = { pointerdown: down, pointermove: move, pointerup: stop, pointercancel: stop };
  const all = Object.entries({ ...listeners, contextmenu: menu }) as [string, EventListener][];
  for (const [name, listener] of all) target.addEventListener(name, listener, true);
  return () => {
    stop();
    for (const [name, listener] of all) target.removeEventListener(name, listener, true);
  };
}

function pixelOf({ clientX, clientY }: MouseEvent, target: HTMLElement): [number, number] {
  const { left, top } = target.getBoundingClientRect();
  return [clientX - left, clientY - top];
}
