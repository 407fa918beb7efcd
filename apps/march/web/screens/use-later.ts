/**
 * Loads the screens that come after the first, and has the worker keep them: they work without a
 * network from then on.
 *
 *   null ─a march is kept─► loaded
 *     └─no network─► again when the march is heard, and at every screen
 *
 * Rule A8: docs/spec/march.md.
 */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { App } from "../app.ts";
import { screen } from "../route.ts";

export type Later = typeof import("./screens-later.tsx");

const later = signal<Later | null>(null);

/** Null until they are there. */
export function useLater(app: App, isWanted: boolean): Later | null {
  const isHeard = app.openMarch.value?.link.value === "live";
  const asked = screen.value;
  useEffect(() => {
    if (isWanted) load(app);
  }, [app, isWanted, isHeard, asked]);
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
