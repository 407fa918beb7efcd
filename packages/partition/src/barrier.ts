/**
 * Index mode: under which numbering a member acts.
 *
 *     stopped ──all acknowledged──► acting ──new epoch, deadline──► stopping
 *        ▲                                                             │
 *        └──────────────── the application has stopped ────────────────┘
 *
 * A numbering may be acted on once every live member has acknowledged an epoch at least as high,
 * and a member acknowledges an epoch only when it acts under no earlier one. So no two act under
 * different sizes.
 *
 * Rule P13: docs/spec/partition.md.
 */
export interface Numbering {
  readonly index: number;
  readonly size: number;
  readonly epoch: number;
}

export interface View extends Numbering {
  /** Tells two views of one numbering apart. */
  readonly turn: number;
}

export interface Barrier {
  readonly acting: View | null;
  /** When the application was asked to stop; null while it may act. */
  readonly stoppingSinceMs: number | null;
  /** The epoch that the database is known to hold as acknowledged by this member. */
  readonly acknowledged: number;
  /** The application asked for the next view before this epoch had ended: it wants no more of it. */
  readonly finished: number;
  readonly turns: number;
}

export const STOPPED: Barrier = {
  acting: null,
  stoppingSinceMs: null,
  acknowledged: 0,
  finished: 0,
  turns: 0,
};

/** What the member knows of its group at the moment. */
export interface Seat extends Numbering {
  /** The lowest epoch that any member has acknowledged. */
  readonly everyone: number;
  /** False for a while after a failover. */
  readonly isSteady: boolean;
}

export type BarrierMove = "stop" | "acknowledge" | "act" | null;

/** The next thing to do; `may` is whether the lease is held and the member is staying. */
export function barrierMove(barrier: Barrier, seat: Seat | null, may: boolean): BarrierMove {
  const { acting, stoppingSinceMs, acknowledged } = barrier;
  if (acting !== null) {
    if (stoppingSinceMs !== null) return null;
    return may && seat?.epoch === acting.epoch ? null : "stop";
  }
  if (seat === null || !may) return null;
  if (acknowledged < seat.epoch) return "acknowledge";
  const isAgreed = seat.isSteady && seat.everyone >= seat.epoch;
  return isAgreed && seat.epoch !== barrier.finished ? "act" : null;
}

export function isStuck(barrier: Barrier, atMs: number, stopMs: number): boolean {
  return barrier.stoppingSinceMs !== null && atMs - barrier.stoppingSinceMs >= stopMs;
}

export function acted(
  barrier: Barrier,
  { index, size, epoch }: Numbering,
): Barrier & { acting: View } {
  const turns = barrier.turns + 1;
  return { ...barrier, turns, acting: { index, size, epoch, turn: turns } };
}

/** The application is through with a view; that it is through with an older one is no news. */
export function stopped(barrier: Barrier, turn: number, isFinished: boolean): Barrier {
  const { acting, stoppingSinceMs } = barrier;
  if (acting?.turn !== turn) return barrier;
  const finished = isFinished && stoppingSinceMs === null ? acting.epoch : barrier.finished;
  return { ...barrier, acting: null, stoppingSinceMs: null, finished };
}
