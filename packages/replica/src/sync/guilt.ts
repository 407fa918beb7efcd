/** What is the sender's fault: nobody honest sends such records. Rule R42. */
import { Malformed, type RefusalCode } from "../fault.ts";
import { decodeRecord, type SignedRecord } from "../record.ts";
import { Misbehaved } from "./event.ts";

const GUILTY: ReadonlySet<RefusalCode> = new Set(["bad_record", "bad_signature", "bad_expiry"]);

export function isGuilty(code: RefusalCode): boolean {
  return GUILTY.has(code);
}

/** Of a copy: the bytes are a window on a chunk. Throws `Misbehaved` where they are no record. */
export function decodedFrom(bytes: Uint8Array): SignedRecord {
  try {
    return decodeRecord(bytes.slice());
  } catch (error) {
    if (error instanceof Malformed) throw new Misbehaved("bad_record", error.message);
    throw error;
  }
}
