/** Loads the map when the rest of the page is there, keeps it for as long as its frame is. */
import { type ReadonlySignal, type Signal, useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { MarchMap } from "../map/map.ts";
import type { OpenMarch } from "../open-march.ts";
import { text } from "../text.ts";

export interface MapFrame {
  readonly target: RefObject<HTMLDivElement | null>;
  readonly map: ReadonlySignal<MarchMap | null>;
  readonly state: ReadonlySignal<"loading" | "ready" | "failed">;
  /** The side of a grid square in metres; null while streets are shown. */
  readonly square: ReadonlySignal<number | null>;
  readonly attribution: ReadonlySignal<string>;
  readonly picked: Signal<string | null>;
  readonly retry: () => void;
}

/** `loaded` hears that the map is there: from then on it can be kept for later. */
export function useMarchMap({ sharing }: OpenMarch, loaded: () => void): MapFrame {
  const target = useRef<HTMLDivElement>(null);
  const map = useSignal<MarchMap | null>(null);
  const state = useSignal<"loading" | "ready" | "failed">("loading");
  const square = useSignal<number | null>(null);
  const attribution = useSignal("");
  const picked = useSignal<string | null>(null);
  const tries = useSignal(0);
  useEffect(() => {
    let isGone = false;
    state.value = "loading";
    const load = async (): Promise<void> => {
      const { MarchMap } = await import("../map/map.ts");
      if (isGone || target.current === null) return;
      map.value = new MarchMap(target.current, {
        moved: () => set(sharing.isFollowing, false),
        picked: (person) => set(picked, person),
        square: (metres) => set(square, metres),
        attribution: (said) => set(attribution, said),
        streetsFailed: () => set(attribution, text.map.streetsFailed),
      });
      state.value = "ready";
      loaded();
    };
    load().catch(() => set(state, "failed"));
    return () => {
      isGone = true;
      map.peek()?.close();
      map.value = null;
    };
  }, [tries.value]);
  const retry = (): void => set(tries, tries.peek() + 1);
  return { target, map, state, square, attribution, picked, retry };
}

function set<Value>(signal: Signal<Value>, value: Value): void {
  signal.value = value;
}
