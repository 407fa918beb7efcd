/** Loads the map when the rest of the page is there, keeps it for as long as its frame is. */
import { type ReadonlySignal, type Signal, useSignal, useSignalEffect } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Place } from "../../src/model.ts";
import type { MarchMap } from "../map/map.ts";
import type { Picked } from "../map/scene.ts";
import type { OpenMarch } from "../open-march.ts";
import { text } from "../text.ts";

export interface MapFrame {
  readonly target: RefObject<HTMLDivElement | null>;
  readonly map: ReadonlySignal<MarchMap | null>;
  readonly state: ReadonlySignal<"loading" | "ready" | "failed">;
  /** The side of a grid square in metres; null while streets are shown. */
  readonly square: ReadonlySignal<number | null>;
  readonly attribution: ReadonlySignal<string>;
  readonly retry: () => void;
}

export interface MapHears {
  /** The map is there: from then on it can be kept for later. */
  readonly loaded: () => void;
  readonly held: (place: Place) => void;
  readonly entered: (middle: Place) => void;
  readonly picked: Signal<Picked | null>;
}

export function useMarchMap({ sharing, saying, link }: OpenMarch, hears: MapHears): MapFrame {
  const target = useRef<HTMLDivElement>(null);
  const map = useSignal<MarchMap | null>(null);
  const state = useSignal<"loading" | "ready" | "failed">("loading");
  const square = useSignal<number | null>(null);
  const attribution = useSignal("");
  const tries = useSignal(0);
  useEffect(() => {
    let isGone = false;
    state.value = "loading";
    const load = async (): Promise<void> => {
      const { MarchMap } = await import("../map/map.ts");
      if (isGone || target.current === null) return;
      map.value = new MarchMap(target.current, {
        moved: () => set(sharing.isFollowing, false),
        picked: (what) => set(hears.picked, what),
        held: (place) => hears.held(place),
        entered: () => map.value !== null && hears.entered(map.value.middle),
        looked: (bounds) => set(saying.bounds, bounds),
        square: (metres) => set(square, metres),
        attribution: (said) => set(attribution, said),
        streetsFailed: () => set(attribution, text.map.streetsFailed),
      });
      state.value = "ready";
      hears.loaded();
    };
    load().catch(() => set(state, "failed"));
    return () => {
      isGone = true;
      map.peek()?.close();
      map.value = null;
    };
  }, [tries.value]);
  useSignalEffect(() => {
    if (link.value === "live") map.value?.lookForStreets();
  });
  const retry = (): void => set(tries, tries.peek() + 1);
  return { target, map, state, square, attribution, retry };
}

function set<Value>(signal: Signal<Value>, value: Value): void {
  signal.value = value;
}
