/** Adapter of the browser's randomness, and of its keys for what is kept. */
const IV_BYTES = 12;

export function newIv(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(IV_BYTES));
}

/** Says nothing of what it names. */
export function newId(): string {
  return crypto.randomUUID();
}
