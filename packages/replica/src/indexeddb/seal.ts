/**
 * Adapter of WebCrypto: a record under the key of its slot (AES-GCM-256, NIST SP 800-38D). What is
 * authenticated beside it binds it to its space, its slot and its row, so no row can take the place
 * of another. A record is padded to a whole number of 256 bytes, so that its size tells little.
 *
 *   sealed row:  12 nonce, random │ ciphertext of: block record, zeros │ 16 tag
 *
 * Rule R23: docs/spec/replica.md.
 */
import { Reader, Writer } from "../bytes.ts";
import { RECORD_BYTES_MAX } from "../record.ts";
import type { Row } from "./device.ts";
import { newNonce } from "./random.ts";
import { NONCE_BYTES } from "./sizes.ts";

const ALGORITHM = "AES-GCM";
const PADDED_BYTES = 256;

/** As no script can read it again. */
export function slotKeyOf(bytes: Uint8Array): Promise<CryptoKey> {
  const own = bytes as Uint8Array<ArrayBuffer>;
  return crypto.subtle.importKey("raw", own, ALGORITHM, false, ["encrypt", "decrypt"]);
}

export class Sealer {
  readonly #name: string;

  /** `name` is that of the space. */
  constructor(name: string) {
    this.#name = name;
  }

  async seal(key: CryptoKey, id: Uint8Array, record: Uint8Array): Promise<Row> {
    const nonce = newNonce();
    const plain = padded(record);
    const ciphertext = await crypto.subtle.encrypt(this.#with(nonce, id), key, plain);
    const sealed = new Writer(NONCE_BYTES + ciphertext.byteLength);
    return { id, sealed: sealed.raw(nonce).raw(new Uint8Array(ciphertext)).bytes() };
  }

  /** The bytes of the record; null: not what `seal` made of this key, row and space. */
  async open(key: CryptoKey, { id, sealed }: Row): Promise<Uint8Array | null> {
    const nonce = sealed.slice(0, NONCE_BYTES);
    const ciphertext = sealed.slice(NONCE_BYTES);
    try {
      const plain = await crypto.subtle.decrypt(this.#with(nonce, id), key, ciphertext);
      return new Reader(new Uint8Array(plain)).block(RECORD_BYTES_MAX).slice();
    } catch {
      return null;
    }
  }

  #with(iv: Uint8Array<ArrayBuffer>, id: Uint8Array): AesGcmParams {
    const additionalData = new Writer().text("muster row 1").text(this.#name).raw(id).bytes();
    return { name: ALGORITHM, iv, additionalData };
  }
}

function padded(record: Uint8Array): Uint8Array<ArrayBuffer> {
  const block = new Writer(record.length + 2).block(record).bytes();
  const plain = new Uint8Array(Math.ceil(block.length / PADDED_BYTES) * PADDED_BYTES);
  plain.set(block);
  return plain;
}
