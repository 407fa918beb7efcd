/**
 * What the coordinator and its viewers say to each other: one JSON object a line, over the
 * viewer's standard input and output. Posts are not among it.
 *
 *   coordinator   setup ─► … go ─► …………………………… erased ─► ……… end ─► closes
 *   viewer         ready ◄┘    tick ◄, shows ◄, …   cleared ◄┘   ended ◄┘
 */
import type { Route } from "./route.ts";
import type { SampleCounts } from "./signature-sample.ts";
import type { TickReport } from "./tally.ts";

/** The public ways to watch a march. Viewers take them in turn. */
export const FACES = ["websocket", "sse", "poll"] as const;
export type Face = (typeof FACES)[number];

export interface Setup {
  readonly is: "setup";
  readonly url: string;
  readonly march: string;
  /** With the right to display, and no other. */
  readonly invite: string;
  readonly face: Face;
  readonly route: Route;
  readonly people: number;
  readonly ticks: number;
  readonly seed: number;
  readonly tickMs: number;
  readonly raceTick: number | null;
}

export interface Go {
  readonly is: "go";
  readonly startAt: number;
  readonly roster: readonly string[];
}

/** `erased`: everything has been erased. `end`: nothing more will happen. */
export type ToViewer = Setup | Go | { readonly is: "erased" } | { readonly is: "end" };

export type FromViewer =
  | { readonly is: "ready" }
  | (TickReport & {
      readonly is: "tick";
      readonly errors: readonly string[];
      /** How long after the tick's end this viewer came to judge it. */
      readonly behindMs: number;
    })
  /** What a viewer shows once a raced tick has settled. */
  | { readonly is: "shows"; readonly people: readonly number[] }
  /** How many pins were left. */
  | { readonly is: "cleared"; readonly left: number }
  | {
      readonly is: "ended";
      readonly left: number;
      readonly errors: readonly string[];
      readonly sample: SampleCounts;
    }
  | { readonly is: "failed"; readonly reason: string };

/** What a message of this name is. */
export type Told<Name extends FromViewer["is"]> = Extract<FromViewer, { is: Name }>;
