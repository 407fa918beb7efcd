/** What a simulated member finds around it, and where it is recorded what it did. */
import type { Process, World } from "../../sim/src/index.ts";
import type { Settings } from "../src/store.ts";
import type { KeyInterval, ViewInterval } from "./intervals.ts";
import type { SimulatedDatabase } from "./simulated-database.ts";

/** What members said that happened to them. */
export interface MemberCounts {
  joined: number;
  buried: number;
  diedBuried: number;
  diedFailover: number;
  diedStuck: number;
}

export interface Surroundings {
  readonly world: World;
  readonly settings: Settings;
  readonly database: SimulatedDatabase;
  readonly views: ViewInterval[];
  readonly keys: KeyInterval[];
  readonly counts: MemberCounts;
  /** A call over the network and back. Where it comes twice it is done twice. */
  call<Answer>(process: Process, run: () => Answer, after: (answer: Answer) => void): void;
}
