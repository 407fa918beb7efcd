/**
 * Loads the screens that come after the first, and has the worker keep them: they work without a
 * network from then on.
 *
 *   null ─a march is kept, or such a screen is asked for─► loaded
 *     └──no network──► again when there is one, or at the next of these screens
 *
 * Rule A8: docs/spec/march.md.
 */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { App } from "../app.ts";

export type Later = typeof import("./screens-later.tsx");

const later = signal<Later | null>(null);

/** Null until they are there. */
export function useLater(app: App, isWanted: boolean): Later | null {
  const isHeard = app.openMarch.value?.link.value === "live";
  useEffect(() => {
    if (isWanted) load(app);
  }, [app, isWanted, isHeard]);
  return later.value;
}

function load({ renewal }: App): void {
  if (later.peek() !== null) return;
  const hear = (screens: Later): void => {
    later.value = screens;
    renewal.keepLoaded();
  };
  import("./screens-later.tsx").then(hear, () => undefined);
}
