/** How much the bench does: enough for figures, or just enough to see that it works. */
export interface CrashPlan {
  /** Side by side, each with a victim in every round. */
  readonly groups: number;
  readonly rounds: number;
}

export interface Plan {
  readonly lease: CrashPlan;
  readonly fast: CrashPlan;
  readonly join: {
    /** With the joiner. */
    readonly members: number;
    readonly partitions: number;
    readonly joins: number;
  };
  readonly moves: { readonly changes: number; readonly partitions: number };
  readonly heartbeats: { readonly members: readonly number[]; readonly forMs: number };
}

export const FULL: Plan = {
  lease: { groups: 10, rounds: 10 },
  fast: { groups: 8, rounds: 13 },
  join: { members: 11, partitions: 900, joins: 60 },
  moves: { changes: 400, partitions: 900 },
  heartbeats: { members: [10, 100, 1_000, 5_000], forMs: 5_000 },
};

export const QUICK: Plan = {
  lease: { groups: 2, rounds: 1 },
  fast: { groups: 2, rounds: 1 },
  join: { members: 4, partitions: 90, joins: 3 },
  moves: { changes: 400, partitions: 900 },
  heartbeats: { members: [10, 100], forMs: 500 },
};
