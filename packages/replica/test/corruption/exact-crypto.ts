/**
 * Real Ed25519 that answers in the same turn: where nothing waits for a thread, a test that has
 * let all promises happen knows that everything is judged.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { AUTHOR_BYTES, authorOf, IDENTITY_BYTES } from "../../src/author.ts";
import type { Identity, Verifier } from "../../src/identity.ts";

/** `number` is its incarnation. */
export function exactIdentity(number: number): Identity {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url");
  const author = new Uint8Array(AUTHOR_BYTES).fill(number, IDENTITY_BYTES);
  author.set(raw);
  const key = createPrivateKey(privateKey.export({ format: "pem", type: "pkcs8" }));
  return {
    author: authorOf(author),
    publicKey: new Uint8Array(raw),
    sign: async (bytes) => new Uint8Array(sign(null, bytes, key)),
  };
}

export async function exactHash(bytes: Uint8Array): Promise<Uint8Array> {
  return createHash("sha256").update(bytes).digest();
}

/** Its keys are kept: a test knows few honest ones, and forged ones are mostly no points. */
export class ExactVerifier implements Pick<Verifier, "verify"> {
  readonly #keys = new Map<string, KeyObject>();

  async verify(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
    try {
      return verify(null, bytes, this.#key(publicKey), signature);
    } catch {
      return false;
    }
  }

  /** Calls the key with these bytes an honest one. */
  know(publicKey: Uint8Array): void {
    this.#keys.set(Buffer.from(publicKey).toString("hex"), imported(publicKey));
  }

  #key(publicKey: Uint8Array): KeyObject {
    return this.#keys.get(Buffer.from(publicKey).toString("hex")) ?? imported(publicKey);
  }
}

function imported(publicKey: Uint8Array): KeyObject {
  const x = Buffer.from(publicKey).toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}
