/**
 * The sign of an alert outside the map, drawn like the map's: filled when it is confirmed, else
 * hollow and dashed. Never alone: words beside it say the same.
 *
 * Rule W51: docs/spec/march-page.md.
 */
import type { AlertKind, AlertState } from "../../src/models/alerts.ts";
import { SHAPES, SIGN_Y } from "../alert-shapes.ts";
import { text } from "../text.ts";

interface AlertSignProps {
  readonly kind: AlertKind;
  readonly state: AlertState;
}

export function AlertSign({ kind, state }: AlertSignProps) {
  const corners = SHAPES[kind].map(([x, y]) => `${x * 13},${y * 13}`).join(" ");
  return (
    <svg class={`alert-sign ${kind} ${state}`} viewBox="-18 -18 36 36" aria-hidden="true">
      <polygon points={corners} />
      {state === "disputed" && <path d="M-14 14L14 -14" />}
      <text y={(SIGN_Y[kind] ?? 0) * 13 + 1}>{text.alerts.signs[kind]}</text>
    </svg>
  );
}
