/**
 * How a person is written down where nothing readable may be: 16 bytes of HMAC-SHA-256 by the
 * march's key, in base64url. It tells who it is only to whoever asks about that person.
 *
 * Rule A19: docs/spec/march.md.
 */
import { createHmac } from "node:crypto";
import type { March } from "./registry.ts";

const MASK_BYTES = 16;

export function maskOf({ id, tokenKey }: Pick<March, "id" | "tokenKey">, person: string): string {
  const hmac = createHmac("sha256", tokenKey).update(`muster march 1\0person\0${id}\0${person}`);
  return hmac.digest().subarray(0, MASK_BYTES).toString("base64url");
}
