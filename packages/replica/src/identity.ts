/**
 * Adapter of WebCrypto (Ed25519, RFC 8032; SHA-256): signing, verifying, hashing, randomness.
 * Keys may be made not extractable, so that a browser can keep one that no script can read.
 */
import { AUTHOR_BYTES, type AuthorId, authorOf, IDENTITY_BYTES } from "./author.ts";

export interface Identity {
  readonly author: AuthorId;
  /** 32 bytes, raw. */
  readonly publicKey: Uint8Array;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

const ALGORITHM = "Ed25519";
/** Imported public keys are kept, least recently added out first: importing costs a third of a check. */
const KEYS_MAX = 20_000;

/** A new key pair. `extractable` only where the caller has to store the bytes itself. */
export function generateKeys(extractable = false): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, extractable, ["sign", "verify"]);
}

/** Opens a key pair under a new incarnation: once for each opened store, never restored. */
export async function openIdentity(keys: CryptoKeyPair): Promise<Identity> {
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", keys.publicKey));
  const author = new Uint8Array(AUTHOR_BYTES);
  author.set(publicKey);
  crypto.getRandomValues(author.subarray(IDENTITY_BYTES));
  return {
    author: authorOf(author),
    publicKey,
    sign: async (bytes) =>
      new Uint8Array(await crypto.subtle.sign(ALGORITHM, keys.privateKey, owned(bytes))),
  };
}

export class Verifier {
  readonly #keys = new Map<string, Promise<CryptoKey>>();

  /** Whether `signature` is that of `bytes` by `publicKey`. A key that is no point answers no. */
  async verify(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
    try {
      const key = await this.#imported(publicKey);
      return await crypto.subtle.verify(ALGORITHM, key, owned(signature), owned(bytes));
    } catch {
      return false;
    }
  }

  #imported(publicKey: Uint8Array): Promise<CryptoKey> {
    const name = publicKey.join();
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = crypto.subtle.importKey("raw", owned(publicKey), ALGORITHM, false, ["verify"]);
    this.#keys.set(name, key);
    if (this.#keys.size > KEYS_MAX) this.#keys.delete(this.#keys.keys().next().value ?? name);
    return key;
  }
}

export async function sha256(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", owned(bytes)));
}

/** WebCrypto's types refuse a view that might lie on shared memory; ours never does. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}
