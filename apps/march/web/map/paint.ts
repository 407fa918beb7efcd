/**
 * The colours that the canvas draws with. They stand in the stylesheet, once, with the page's
 * own; here they are read, anew when the phone turns dark or light.
 */
import type { AlertKind } from "../../src/models/alerts.ts";

export interface Paint {
  readonly ground: string;
  readonly grid: string;
  readonly gridStrong: string;
  readonly ink: string;
  readonly halo: string;
  readonly me: string;
  readonly mine: string;
  readonly others: readonly string[];
  readonly alerts: Readonly<Record<AlertKind, string>>;
  /** What nobody can rely on. */
  readonly doubt: string;
  readonly streets: {
    readonly water: string;
    readonly green: string;
    readonly building: string;
    readonly road: string;
    readonly path: string;
    readonly label: string;
  };
}

const OTHERS = 6;

export function readPaint(element: HTMLElement): Paint {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(`--map-${name}`).trim();
  return {
    ground: read("ground"),
    grid: read("grid"),
    gridStrong: read("grid-strong"),
    ink: read("ink"),
    halo: read("halo"),
    me: read("me"),
    mine: read("mine"),
    others: Array.from({ length: OTHERS }, (_, i) => read(`other-${i + 1}`)),
    alerts: {
      "police-line": read("alert-police-line"),
      exit: read("alert-exit"),
      danger: read("alert-danger"),
      medic: read("alert-medic"),
      route: read("alert-route"),
      "meeting-point": read("alert-meeting-point"),
    },
    doubt: read("doubt"),
    streets: {
      water: read("water"),
      green: read("green"),
      building: read("building"),
      road: read("road"),
      path: read("path"),
      label: read("label"),
    },
  };
}
