/** What a screen over an open march is drawn from. */
import type { App } from "../app.ts";
import type { OpenMarch } from "../open-march.ts";

export interface OverMarchProps {
  readonly app: App;
  readonly openMarch: OpenMarch;
}
