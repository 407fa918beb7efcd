/** Adapter of the browser's randomness, and of its keys for what is kept. */
const IV_BYTES = 12;
const ID_BYTES = 16;

export function newIv(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(IV_BYTES));
}

/** For ids that others see. */
export function newBytes(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(ID_BYTES));
}

/** Says nothing of what it names. */
export function newId(): string {
  return crypto.randomUUID();
}
