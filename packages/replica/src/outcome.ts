/** What becomes of a record that is offered, and what is asked about it. Rule R2. */
import type { AuthorId } from "./author.ts";
import { Malformed, type RefusalCode } from "./fault.ts";
import type { Entry } from "./model.ts";
import { decodeRecord, type SignedRecord } from "./record.ts";
import type { Kept } from "./store.ts";
import type { Watermark } from "./watermark.ts";

export type Outcome =
  | { readonly status: "accepted"; readonly kept: Kept }
  /** Held already, or beaten by a newer record of its key: right, and no news. */
  | { readonly status: "known" }
  | Refusal;

export interface Refusal {
  readonly status: "refused";
  readonly code: RefusalCode;
  readonly reason: string;
}

export interface ReceiveOptions {
  /** True only for what an authenticated node sent, which has verified it once for all. */
  readonly verified?: boolean;
  /** Null, or why there is no place for it: `full`. */
  readonly whyFull?: (entry: Entry<unknown>, model: string) => string | null;
  /** The right to write: null to allow, or a reason. Asked after all other checks. */
  readonly mayWrite?: (entry: Entry<unknown>, model: string) => string | null;
  /** The right to erase up to a watermark: null to allow, or a reason. Without it nobody may. */
  readonly mayErase?: (author: AuthorId, watermark: Watermark) => string | null;
}

export function refused(code: RefusalCode, reason: string): Refusal {
  return { status: "refused", code, reason };
}

export function decoded(bytes: Uint8Array): SignedRecord | Refusal {
  try {
    return decodeRecord(bytes);
  } catch (error) {
    if (error instanceof Malformed) return refused("bad_record", error.message);
    throw error;
  }
}
