/** What the map shows, apart from where it looks: given to it whole, at every change. */
import type { Summary } from "../../src/summary.ts";
import type { ContingentColours } from "../contingent-colours.ts";
import type { Fix } from "../locator.ts";
import type { Pin } from "../pins.ts";
import type { ShownAlert } from "../shown-alerts.ts";

/** What was tapped. */
export interface Picked {
  readonly is: "person" | "alert";
  readonly id: string;
}

export interface Scene {
  readonly pins: readonly Pin[];
  readonly alerts: readonly ShownAlert[];
  readonly others: readonly Summary[];
  readonly me: Fix | null;
  /** The node's time, for the ages of pins. */
  readonly nowMs: number;
  readonly picked: Picked | null;
  /** What contingents are called, and the colours that they chose. */
  readonly names: ReadonlyMap<string, string>;
  readonly chosen: ContingentColours;
}

/** As it is drawn. */
export interface ColouredScene extends Scene {
  readonly colours: ContingentColours;
}

export const EMPTY_SCENE: ColouredScene = {
  pins: [],
  alerts: [],
  others: [],
  me: null,
  nowMs: 0,
  picked: null,
  names: new Map(),
  chosen: new Map(),
  colours: new Map(),
};
