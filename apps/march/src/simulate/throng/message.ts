/**
 * What the coordinator and the processes of a throng say to each other, one JSON object a line.
 *
 *   coordinator  setup ─► … go ─► ………………… haunt ─► …… round ─► … end ─► closes
 *   marchers      joined ◄┘   tick ◄, tick ◄ …  haunted ◄┘  posted ◄┘  ended ◄┘
 */
import type { Plan } from "../expectation.ts";
import type { SampleCounts } from "../signature-sample.ts";

/** Those who march as many do begin with this person; those before are phones and pollers. */
export interface ThrongSetup extends Plan {
  readonly is: "setup";
  readonly url: string;
  readonly march: string;
  /** With the right to share. */
  readonly invite: string;
  readonly tickMs: number;
  /** The people of this process: the first of them, then every `step`th. */
  readonly from: number;
  readonly step: number;
}

export type ToThrong =
  | ThrongSetup
  | { readonly is: "go"; readonly startAt: number; readonly roster: readonly string[] }
  /** Everything has been erased: what was sent last is sent once more. */
  | { readonly is: "haunt" }
  /** Everyone posts the last place of the run once more, over so many milliseconds. */
  | { readonly is: "round"; readonly overMs: number }
  | { readonly is: "end" };

export interface ThrongTick {
  readonly is: "tick";
  readonly tick: number;
  /** Pins of others of one's own part that were heard in time, and as many as there were. */
  readonly heard: number;
  readonly expected: number;
  /** The first that were not, in words. */
  readonly missed: readonly string[];
  /** How old the summaries became that somebody had, at most. */
  readonly summaryMs: number;
  /** How many have left and come back. */
  readonly rejoined: number;
  /** How late a post went out, at most. */
  readonly behindMs: number;
  readonly errors: readonly string[];
}

export type FromThrong =
  | { readonly is: "joined"; readonly ids: readonly (readonly [person: number, id: string])[] }
  | ThrongTick
  | { readonly is: "haunted"; readonly errors: readonly string[] }
  | { readonly is: "posted"; readonly taken: number; readonly errors: readonly string[] }
  | {
      readonly is: "ended";
      /** By millisecond, from when a post was due until it was heard; the last holds all above. */
      readonly latencies: readonly number[];
      readonly sample: SampleCounts;
      readonly frames: number;
      readonly bytes: number;
    };
