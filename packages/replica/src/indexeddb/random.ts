/** Adapter of randomness: keys, nonces, and names that say nothing. */
import { hex } from "./hex.ts";
import { KEY_BYTES, NONCE_BYTES, ROW_ID_BYTES, SALT_BYTES, SLOT_ID_BYTES } from "./sizes.ts";

const STORE_ID_BYTES = 16;

/** Of which a key is made. Whoever asked overwrites them when they are kept. */
export function newKeyBytes(): Uint8Array<ArrayBuffer> {
  return random(KEY_BYTES);
}

export function newNonce(): Uint8Array<ArrayBuffer> {
  return random(NONCE_BYTES);
}

export function newSalt(): Uint8Array {
  return random(SALT_BYTES);
}

/** 32 hexadecimal digits. */
export function newStoreId(): string {
  return hex(random(STORE_ID_BYTES));
}

export function newSlotId(): Uint8Array {
  return random(SLOT_ID_BYTES);
}

export function newRowId(slot: Uint8Array): Uint8Array {
  const id = random(ROW_ID_BYTES);
  id.set(slot);
  return id;
}

function random(count: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(count));
}
