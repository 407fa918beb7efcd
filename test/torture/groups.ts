/** The groups that every worker is a member of. */
import type { JoinOptions } from "../../packages/partition/src/join.ts";

export const PARTITIONS = 64;

/** Numbers its members. */
export const NUMBERED = "torture-numbered";
/** Shares keys out; who acts is bound by the lease. */
export const LEASED = "torture-leased";
/** Shares keys out; every effect is fenced, so that the dead are replaced at once. */
export const FENCED = "torture-fenced";

export const GROUPS: Readonly<Record<string, JoinOptions>> = {
  [NUMBERED]: { fenced: false },
  [LEASED]: { partitions: PARTITIONS, fenced: false },
  [FENCED]: { partitions: PARTITIONS, fenced: true },
};

/** What several workers of the fenced group want at a time. */
export const NAMES: readonly string[] = ["room/a", "room/b", "room/c", "room/d"];

/** Work that a numbered group shares out: each item belongs to the index that it leaves. */
export const ITEMS = 32;
