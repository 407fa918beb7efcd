/**
 * The models, and the variants that must not pass. A mutant breaks one rule;
 * `REACH` denies something that must happen, so that no model passes because nothing happens in it.
 */
export interface Model {
  /** The rules that it shows, as in docs/spec. */
  readonly rules: readonly string[];
  readonly file: string;
  readonly shows: string;
  /** Macros of variants that must pass too. */
  readonly passes: readonly string[];
  /** Macros of variants in which an assertion must be violated. */
  readonly fails: readonly string[];
}

export const models: readonly Model[] = [
  {
    rules: ["P5", "P6"],
    file: "models/lease.pml",
    shows: "whoever is buried has stopped acting",
    passes: ["DEFAULT_TIMES"],
    fails: [
      "FASTER_CLOCKS",
      "COUNT_FROM_ANSWER",
      "ACT_ON",
      "WATCH_FROM_ASKING",
      "WATCH_ACROSS_RESTART",
      "BURY_ACROSS_RESTART",
      "BURY_BLINDLY",
      "TRUST_DATABASE_CLOCK",
      "REACH",
    ],
  },
  {
    rules: ["P8", "P9"],
    file: "models/fence.pml",
    shows: "nothing is taken from the living, no update is lost",
    passes: [],
    fails: [
      "STEAL_FROM_LIVING",
      "STALE_SNAPSHOT",
      "CHECK_THEN_WRITE",
      "OWNER_ALONE",
      "LOAD_BEFORE_CLAIM",
      "REACH",
    ],
  },
  {
    rules: ["P1", "P2", "P3", "P13"],
    file: "models/index.pml",
    shows: "all act under one numbering",
    passes: [],
    fails: [
      "NO_BARRIER",
      "ACKNOWLEDGE_WHILE_ACTING",
      "REUSE_IDS",
      "KEEP_FORMER_LIFE",
      "NO_PERMIT",
      "LEAVE_HOLE",
      "KEEP_EPOCH",
      "REACH",
    ],
  },
  {
    rules: ["P9", "P10", "P15"],
    file: "models/journal.pml",
    shows: "an operation is taken once, and acknowledged when it is in the journal",
    passes: [],
    fails: ["NO_DEDUPE", "DEDUPE_APART", "NO_FENCE", "ACKNOWLEDGE_EARLY", "REACH"],
  },
  {
    rules: ["P15"],
    file: "models/failover.pml",
    shows: "nobody acts on a copy while the former database is still believed",
    passes: [],
    fails: ["NO_QUIET_TIME", "BELIEVE_FORMER", "KEEP_STEADY", "KEEP_FORMER", "REACH"],
  },
];
