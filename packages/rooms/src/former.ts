/**
 * What a client's own records took the place of, until they are answered: should one be refused,
 * the former value is put back.
 *
 * Rule M13: docs/spec/rooms.md.
 */
import type { Kept } from "@muster/replica";
import { OUTBOX_MAX } from "./limits.ts";

export class Former {
  /** By the bytes of the record that took its place: the same array, so the same record. */
  readonly #former = new Map<Uint8Array, Kept>();

  /** What a record that was undone, and is still held, took the place of. */
  readonly #undone = new WeakMap<Uint8Array, Kept | null>();

  put(bytes: Uint8Array, held: Kept): void {
    const undone = this.#undone.get(held.record.bytes);
    const former = undone === undefined ? held : undone;
    if (former === null) return;
    this.#former.set(bytes, former);
    if (this.#former.size > OUTBOX_MAX) {
      this.#former.delete(this.#former.keys().next().value ?? bytes);
    }
  }

  /** The record stands. */
  confirm(bytes: Uint8Array): void {
    this.#former.delete(bytes);
  }

  /** The record never stood: whatever followed it followed what was before it, which is returned. */
  undo(bytes: Uint8Array): Kept | null {
    const before = this.#former.get(bytes) ?? null;
    this.#former.delete(bytes);
    this.#undone.set(bytes, before);
    for (const [later, kept] of this.#former) {
      if (kept.record.bytes !== bytes) continue;
      if (before === null) this.#former.delete(later);
      else this.#former.set(later, before);
    }
    return before;
  }
}
