/**
 * What an application runs in a transaction, and what came of it.
 *
 * Rules P9, P10, P15: docs/spec/partition.md.
 */
import { checkOperation } from "./names.ts";
import type { Effecting, GroupStore } from "./store.ts";

/** What a key or a view needs of its member. */
export interface Actor<Transaction> {
  readonly store: Pick<GroupStore<Transaction>, "transaction">;
  /** Whether the member may act at this very moment. */
  readonly isHeld: () => boolean;
}

type Run<Transaction, Result> = (transaction: Transaction) => Promise<Result>;
type What<Transaction> = Pick<Effecting<Transaction>, "guard" | "operation">;

/** Nothing where the operation had happened before; null alone may be what `run` returned. */
export async function committed<Transaction, Result>(
  { store }: Pick<Actor<Transaction>, "store">,
  what: What<Transaction>,
  run: Run<Transaction, Result>,
): Promise<readonly Result[]> {
  if (what.operation !== null) checkOperation(what.operation);
  let results: readonly Result[] = [];
  const ran = await store.transaction({
    ...what,
    run: async (transaction) => {
      results = [await run(transaction)];
    },
  });
  return ran ? results : [];
}

/** Without an operation id there is always a result. */
export function resultOf<Result>([result]: readonly Result[]): Result {
  return result as Result;
}

export function resultOrNull<Result>(results: readonly Result[]): Result | null {
  return results.length === 0 ? null : resultOf(results);
}
