/** What the map shows, apart from where it looks: given to it whole, at every change. */
import type { Summary } from "../../src/summary.ts";
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

export const EMPTY_SCENE: Scene = {
  pins: [],
  others: [],
  me: null,
  nowMs: 0,
  picked: null,
};
