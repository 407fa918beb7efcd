/** What a space is made of. */
import type { Identity, Verifier } from "./identity.ts";
import type { LedgerPort } from "./ledger-port.ts";
import type { Model } from "./model.ts";
import type { Clock } from "./stamp.ts";
import type { Store } from "./store.ts";

export interface SpaceOptions {
  /** Covered by every signature: a record of another space does not verify here. */
  readonly name: string;
  readonly models: readonly Model[];
  readonly store: Store;
  readonly clock: Clock;
  readonly identity: Identity;
  readonly verifier: Pick<Verifier, "verify">;
  /**
   * One constant for the space, so that a later record never expires before an earlier one. At least
   * a slot; with a ledger at most 14 days.
   */
  readonly lifetimeMs: number;
  /** A `Ledger`, the one that `openSync` is given: what a synchronisation compares. */
  readonly ledger?: LedgerPort;
}
