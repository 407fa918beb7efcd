/**
 * Goes into another contingent with what is shared: whoever shares goes on there, and whoever does
 * not leaves no pin with the people of before.
 *
 *   sharing ────────────────► the march opened anew ─► share
 *   seen still ─► withdraw ─► the march opened anew ─► not taken yet? withdraw again, and wait
 *
 * Rule W57: docs/spec/march-page.md.
 */
import type { OpenMarch } from "./open-march.ts";
import type { Sharing } from "./sharing.ts";

export interface Regrouping<March> {
  readonly from: Pick<OpenMarch, "seenUntil"> & {
    readonly sharing: Pick<Sharing, "isSharing" | "withdraw">;
  };
  /** Resolves to the march as it is open then; null where this phone has left it meanwhile. */
  readonly open: () => Promise<March | null>;
}

export async function regroup<March extends { readonly sharing: Pick<Sharing, "share" | "stop"> }>({
  from: { sharing, seenUntil },
  open,
}: Regrouping<March>): Promise<March | null> {
  const wasSharing = sharing.isSharing.peek();
  const isLeft = !wasSharing && seenUntil !== null && !(await sharing.withdraw());
  const march = await open();
  if (wasSharing) march?.sharing.share();
  // What was on its way ended with the march as it was open before.
  if (isLeft) void march?.sharing.stop();
  return march;
}
