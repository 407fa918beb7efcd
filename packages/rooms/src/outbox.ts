/**
 * What a client wrote and the owner has not taken yet. Nothing is stamped before the room was
 * live once; what was stamped is sent again, the same bytes, after every reconnect.
 *
 *   waiting ──resume──► stamped, sent ──taken──► done
 *      └─ a newer value of its slot: superseded     └─ pause, resume: sent again
 *
 * Rule M13: docs/spec/rooms.md.
 */
import { Fault } from "./fault.ts";
import { OUTBOX_MAX } from "./limits.ts";

export type Receipt =
  | { readonly status: "taken" }
  /** A newer value of the same key went out in its place. */
  | { readonly status: "superseded" }
  | { readonly status: "refused"; readonly code: string; readonly reason: string };

export interface Draft {
  readonly request: number;
  /** Drafts of one slot compete: the last one goes out. */
  readonly slot: string;
  /** Stamps and signs: called once. */
  readonly stamp: () => Promise<Uint8Array>;
}

interface Item extends Draft {
  record: Uint8Array | null;
  isStamping: boolean;
  readonly settle: (receipt: Receipt) => void;
  readonly fail: (error: unknown) => void;
}

export class Outbox {
  readonly #send: (request: number, record: Uint8Array) => void;
  readonly #items = new Map<number, Item>();
  #isOpen = false;

  constructor(send: (request: number, record: Uint8Array) => void) {
    this.#send = send;
  }

  get size(): number {
    return this.#items.size;
  }

  add(draft: Draft): Promise<Receipt> {
    this.#supersede(draft.slot);
    if (this.#items.size >= OUTBOX_MAX) {
      throw new Fault("too_many", `${OUTBOX_MAX} writes wait already`);
    }
    const { promise, resolve, reject } = Promise.withResolvers<Receipt>();
    const item = { ...draft, record: null, isStamping: false, settle: resolve, fail: reject };
    this.#items.set(draft.request, item);
    if (this.#isOpen) void this.#go(item);
    return promise;
  }

  settle(request: number, answer: { readonly code: string; readonly reason: string }): void {
    const item = this.#items.get(request);
    this.#items.delete(request);
    const { code, reason } = answer;
    item?.settle(code === "" ? { status: "taken" } : { status: "refused", code, reason });
  }

  /** The room is live: everything goes out, what had gone out before as well. */
  resume(): void {
    this.#isOpen = true;
    for (const item of this.#items.values()) void this.#go(item);
  }

  pause(): void {
    this.#isOpen = false;
  }

  /** A write of a slot makes the ones before it pointless, unless they are on their way. */
  #supersede(slot: string): void {
    for (const item of this.#items.values()) {
      if (item.slot !== slot || this.#isOpen) continue;
      this.#items.delete(item.request);
      item.settle({ status: "superseded" });
    }
  }

  async #go(item: Item): Promise<void> {
    if (item.isStamping) return;
    if (item.record === null) {
      item.isStamping = true;
      try {
        item.record = await item.stamp();
      } catch (error) {
        this.#items.delete(item.request);
        item.fail(error);
        return;
      } finally {
        item.isStamping = false;
      }
    }
    if (this.#isOpen && this.#items.has(item.request)) this.#send(item.request, item.record);
  }
}
