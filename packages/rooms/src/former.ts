/**
 * What a client's own records took the place of, until they are answered: should one be refused,
 * what it replaced or removed is put back. That may be several records: a removal takes away all
 * that it names.
 *
 * Rule M13: docs/spec/rooms.md.
 */
import type { Kept } from "@muster/replica";
import { FORMER_MAX } from "./limits.ts";

export class Former {
  /** By the bytes of the record that took their place: the same array, so the same record. */
  readonly #former = new Map<Uint8Array, readonly Kept[]>();
  /** What a record that was undone, and is still held, took the place of. */
  readonly #undone = new WeakMap<Uint8Array, readonly Kept[]>();
  #size = 0;

  /** How many records are remembered. */
  get size(): number {
    return this.#size;
  }

  put(bytes: Uint8Array, replaced: readonly Kept[]): void {
    this.#set(
      bytes,
      replaced.flatMap((held) => this.#undone.get(held.record.bytes) ?? [held]),
    );
    for (const oldest of this.#former.keys()) {
      if (this.#size <= FORMER_MAX) return;
      this.#set(oldest, []);
    }
  }

  /** The record stands. */
  confirm(bytes: Uint8Array): void {
    this.#set(bytes, []);
  }

  /** The record never stood: whatever followed it followed what was before it, which is returned. */
  undo(bytes: Uint8Array): readonly Kept[] {
    const before = this.#former.get(bytes) ?? [];
    this.#set(bytes, []);
    this.#undone.set(bytes, before);
    for (const [later, replaced] of this.#former) {
      if (!replaced.some(({ record }) => record.bytes === bytes)) continue;
      this.#set(
        later,
        replaced.flatMap((kept) => (kept.record.bytes === bytes ? before : [kept])),
      );
    }
    return before;
  }

  /** A record that took the place of none is not remembered. */
  #set(bytes: Uint8Array, replaced: readonly Kept[]): void {
    this.#size += replaced.length - (this.#former.get(bytes)?.length ?? 0);
    if (replaced.length === 0) this.#former.delete(bytes);
    else this.#former.set(bytes, replaced);
  }
}
