/**
 * Signatures for the simulator: as strong as nobody there needs, at once, and the same again for
 * one seed. The hash is the real one.
 */
import { hash } from "node:crypto";
import type { Random } from "../../sim/src/index.ts";
import { AUTHOR_BYTES, authorOf, IDENTITY_BYTES } from "../src/author.ts";
import type { Identity } from "../src/identity.ts";

export async function sha256Now(bytes: Uint8Array): Promise<Uint8Array> {
  return hash("sha256", bytes, "buffer");
}

function signatureOf(publicKey: Uint8Array, bytes: Uint8Array): Uint8Array {
  return hash("sha512", Buffer.concat([publicKey, bytes]), "buffer");
}

/** A new incarnation of the person with this number. */
export function identityFor(random: Random, person: number): Identity {
  const author = new Uint8Array(AUTHOR_BYTES);
  author.fill(person + 1, 0, IDENTITY_BYTES);
  for (let at = IDENTITY_BYTES; at < AUTHOR_BYTES; at += 1) author[at] = random.below(256);
  const publicKey = author.slice(0, IDENTITY_BYTES);
  return {
    author: authorOf(author),
    publicKey,
    sign: async (bytes) => signatureOf(publicKey, bytes),
  };
}

export const verifierNow = {
  async verify(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
    return Buffer.compare(signatureOf(publicKey, bytes), signature) === 0;
  },
};
