/** Every record that was truly written, by its id: whatever else is held was let in. */
import { createHash } from "node:crypto";
import { digestOf } from "../../src/digest.ts";
import type { Identity } from "../../src/identity.ts";

/** What is signed begins with a label and the name of the space. */
const BEFORE_BYTES = "muster record 1\0".length + 1 + "march 1".length;

export class Written {
  #ids = new Set<bigint>();
  #older = new Set<bigint>();

  /** The identity, noting what it signs. */
  noting(identity: Identity): Identity {
    const sign = async (bytes: Uint8Array) => {
      const signature = await identity.sign(bytes);
      const record = createHash("sha256").update(bytes.subarray(BEFORE_BYTES)).update(signature);
      this.#ids.add(digestOf(record.digest()));
      return signature;
    };
    return { ...identity, sign };
  }

  has(id: bigint): boolean {
    return this.#ids.has(id) || this.#older.has(id);
  }

  /** What was written before the last time that this was called has expired. */
  age(): void {
    this.#older = this.#ids;
    this.#ids = new Set();
  }
}
