/** What the map shows, apart from where it looks: given to it whole, at every change. */
import type { Summary } from "../../src/summary.ts";
import type { ContingentColours } from "../contingent-colours.ts";
import type { Fix } from "../locator.ts";
import type { Pin } from "../pins.ts";

export interface Scene {
  readonly pins: readonly Pin[];
  readonly others: readonly Summary[];
  readonly me: Fix | null;
  /** The node's time, for the ages of pins. */
  readonly nowMs: number;
  readonly picked: string | null;
}

/** As it is drawn. */
export interface ColouredScene extends Scene {
  readonly colours: ContingentColours;
}

export const EMPTY_SCENE: ColouredScene = {
  pins: [],
  others: [],
  me: null,
  nowMs: 0,
  picked: null,
  colours: new Map(),
};
