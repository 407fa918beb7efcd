/** What a view holds of a value, for tests. */
import { authorOf, type Entry } from "@muster/replica";
import { LIFETIME_MS, START_MS } from "./fake-march.ts";

const author = authorOf(new Uint8Array(40).fill(1));

/** Stamped at `atMs`, kept for a lifetime. */
export function entryOf<Value>(value: Value, key: string, atMs = START_MS): Entry<Value> {
  return {
    key,
    stamp: { wallMs: atMs, count: 0, author },
    expiresAt: atMs + LIFETIME_MS,
    value,
  };
}
