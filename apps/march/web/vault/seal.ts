/**
 * How an entry lies on the disk: its text, and the private key that belongs to it, under a key of
 * its own (AES-256-GCM). What opens it is a key that no script can read.
 *
 * Rules W20, W35: docs/spec/march-page.md.
 */
import { newIv } from "./random.ts";

export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

/** As WebCrypto reads and writes the key of an entry: 32 bytes. */
export type RawKey = Uint8Array<ArrayBuffer>;

const CIPHER = "AES-GCM";
const SIGNING = "Ed25519";

/** Keys that were made here and not sealed yet, by what the page holds of them. */
const unsealed = new WeakMap<CryptoKeyPair, CryptoKey>();

/** A key pair to sign with. No script can read the private one; it can be sealed once. */
export async function newSigningKeys(): Promise<CryptoKeyPair> {
  const made = await crypto.subtle.generateKey(SIGNING, true, ["sign", "verify"]);
  const bytes = await crypto.subtle.exportKey("pkcs8", made.privateKey);
  const privateKey = await crypto.subtle.importKey("pkcs8", bytes, SIGNING, false, ["sign"]);
  const keys = { publicKey: made.publicKey, privateKey };
  unsealed.set(keys, made.privateKey);
  return keys;
}

export async function newRawKey(): Promise<RawKey> {
  const made = await crypto.subtle.generateKey({ name: CIPHER, length: 256 }, true, ["encrypt"]);
  return new Uint8Array(await crypto.subtle.exportKey("raw", made));
}

export function openKey(raw: RawKey): Promise<CryptoKey> {
  const uses: KeyUsage[] = ["encrypt", "decrypt", "wrapKey", "unwrapKey"];
  return crypto.subtle.importKey("raw", raw, CIPHER, false, uses);
}

export async function sealText(key: CryptoKey, text: string): Promise<Sealed> {
  const iv = newIv();
  const bytes = new TextEncoder().encode(text);
  return { iv, bytes: await crypto.subtle.encrypt({ name: CIPHER, iv }, key, bytes) };
}

/** Rejects when the key is another, or a bit was changed. */
export async function openText(key: CryptoKey, { iv, bytes }: Sealed): Promise<string> {
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: CIPHER, iv }, key, bytes));
}

export async function sealKeys(key: CryptoKey, keys: CryptoKeyPair): Promise<Sealed> {
  const made = unsealed.get(keys);
  if (made === undefined) throw new Error("these keys were not made here, or are sealed");
  unsealed.delete(keys);
  const iv = newIv();
  return { iv, bytes: await crypto.subtle.wrapKey("pkcs8", made, key, { name: CIPHER, iv }) };
}

/** `publicKey` is raw, 32 bytes. */
export async function openKeys(
  key: CryptoKey,
  { iv, bytes }: Sealed,
  publicKey: RawKey,
): Promise<CryptoKeyPair> {
  const cipher = { name: CIPHER, iv };
  const { subtle } = crypto;
  return {
    publicKey: await subtle.importKey("raw", publicKey, SIGNING, true, ["verify"]),
    privateKey: await subtle.unwrapKey("pkcs8", bytes, key, cipher, SIGNING, false, ["sign"]),
  };
}
