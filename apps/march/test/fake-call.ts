/** The arguments of a command as they go over the wire, for tests. */
import { decode, encode } from "cborg";
import { type OpenMarch, signedErase } from "./fake-march.ts";

/** Of an erase that the steward signs now. */
export async function eraseArguments(open: OpenMarch): Promise<Uint8Array> {
  const { at, signature } = await signedErase(open, open.steward);
  return encode({ at, signature });
}

/** As the room reads them; the bytes themselves where they cannot be read. */
export function argumentsIn(bytes: Uint8Array): unknown {
  try {
    return decode(bytes);
  } catch {
    return Buffer.from(bytes);
  }
}
