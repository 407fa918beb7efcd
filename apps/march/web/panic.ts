/**
 * Panic: everything at once. Nothing that is deleted waits for the network, and nothing that the
 * browser refuses keeps the rest from being deleted.
 *
 *   withdraw ────────────────4 s at most──►┐
 *   keys, then entries ───────────────────►├─► refused? say so : an empty page
 *   worker, files ────────────────────────►┘
 *
 * Rule W36: docs/spec/march-page.md.
 */
export interface Wiping {
  /** Ends by itself, also without a network. */
  readonly withdraw: () => Promise<unknown>;
  readonly deletions: readonly (() => Promise<void>)[];
}

/** Resolves when all is gone. Rejects, after all the rest, with what the browser refused. */
export async function wipe({ withdraw, deletions }: Wiping): Promise<void> {
  const withdrawn = withdraw().catch(() => null);
  const gone = await Promise.allSettled(deletions.map((each) => each()));
  await withdrawn;
  const refused = gone.find(({ status }) => status === "rejected");
  if (refused !== undefined) throw new Error("not all was deleted", { cause: refused });
}
