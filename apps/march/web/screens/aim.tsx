/** Choosing a place on the map: a cross in its middle, which fingers and arrow keys move it under. */
import type { Signal } from "@preact/signals";
import { held, type Making } from "../making.ts";
import type { MarchMap } from "../map/map.ts";
import { text } from "../text.ts";

interface AimProps {
  readonly map: MarchMap;
  readonly making: Signal<Making | null>;
}

export function Aim({ map, making }: AimProps) {
  return (
    <>
      <svg class="cross" viewBox="-30 -30 60 60" aria-hidden="true">
        <path d="M0-28V-8M0 28V8M-28 0H-8M28 0H8M0-1.500V1.500" />
      </svg>
      <div class="aim" role="status" data-testid="aim">
        <p>
          {text.alerts.aim} <span class="visually-hidden">{text.alerts.aimKeys}</span>
        </p>
        <div class="pair">
          <button
            type="button"
            class="button plain"
            onClick={() => {
              making.value = null;
            }}
          >
            {text.alerts.cancel}
          </button>
          <button
            type="button"
            class="button primary"
            data-testid="aim-here"
            onClick={() => {
              making.value = held(map.middle);
            }}
          >
            {text.alerts.aimHere}
          </button>
        </div>
      </div>
    </>
  );
}
