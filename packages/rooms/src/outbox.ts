/**
 * What a client wrote and the owner has not taken yet. Nothing is stamped before the room was
 * live once, nor while the time is in doubt; else a write is stamped at once, also offline. What was stamped goes out as
 * the same bytes, no faster than the node takes it, and again after every reconnect.
 *
 *   waiting ──first contact──► stamped ──pace──► sent ──taken, refused──► settled
 *      │                          │  ▲             │
 *      └── a newer value of its slot: superseded   └─ pause: to be sent again
 *
 * Rules M7, M13: docs/spec/rooms.md.
 */
import type { RefusalCode } from "@muster/replica";
import { Fault, type FaultCode } from "./fault.ts";
import { OUTBOX_MAX, WRITES_PER_SECOND } from "./limits.ts";
import type { Pace } from "./pace.ts";
import type { Timers } from "./timers.ts";

export type Receipt =
  | { readonly status: "taken" }
  /** A newer value of the same key goes out in its place. */
  | { readonly status: "superseded" }
  | {
      readonly status: "refused";
      /** A refusal of the record, or the fault that closed the room. */
      readonly code: RefusalCode | FaultCode;
      readonly reason: string;
    };

export interface Draft {
  readonly request: number;
  /** Of drafts of one slot that have not gone out, only the last one does. Null: none competes. */
  readonly slot: string | null;
  /** Stamps and signs a value that was found right: called once. */
  readonly stamp: () => Promise<Uint8Array>;
}

/** What the owner had, and a new owner may lack. */
export interface Refill {
  readonly request: number;
  readonly slot: string | null;
  readonly record: Uint8Array;
}

export interface OutboxPorts {
  readonly timers: Timers;
  /** Shared by the rooms of a connection: beyond the node's own rate it closes the connection. */
  readonly pace: Pick<Pace, "take">;
  /** Whether the time may be wrong by which a write would be stamped. */
  isInDoubt(): boolean;
  send(request: number, record: Uint8Array): void;
}

interface Item {
  readonly request: number;
  readonly slot: string | null;
  /** Null: it was written before, by this client or by what it refills. */
  readonly draft: Draft | null;
  record: Uint8Array | null;
  isStamping: boolean;
  isSent: boolean;
  readonly settle: (receipt: Receipt) => void;
  readonly fail: (error: unknown) => void;
}

export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #items = new Map<number, Item>();
  #drafts = 0;
  #hadContact = false;
  #isOpen = false;
  #fault: Fault | null = null;
  #cancelPump: (() => void) | null = null;

  constructor(ports: OutboxPorts) {
    this.#ports = ports;
  }

  get size(): number {
    return this.#items.size;
  }

  /** Rejects with `too_many` when the outbox is full. */
  async add(draft: Draft): Promise<Receipt> {
    if (this.#fault !== null) return refusedBy(this.#fault);
    this.#supersede(draft.slot);
    if (this.#drafts >= OUTBOX_MAX) throw new Fault("too_many", `${OUTBOX_MAX} writes wait`);
    const { promise, resolve, reject } = Promise.withResolvers<Receipt>();
    const { request, slot } = draft;
    const state = { record: null, isStamping: false, isSent: false };
    this.#put({ request, slot, draft, ...state, settle: resolve, fail: reject });
    this.#pump();
    return promise;
  }

  /** Offers records that a new owner may lack, but for those that wait here anyway. */
  refill(refills: readonly Refill[]): void {
    for (const item of this.#items.values()) if (item.draft === null) this.#remove(item.request);
    const waiting = new Set([...this.#items.values()].map(({ record }) => record));
    for (const refill of refills) {
      if (waiting.has(refill.record)) continue;
      const ignored = { settle: () => undefined, fail: () => undefined };
      this.#put({ ...refill, draft: null, isStamping: false, isSent: false, ...ignored });
    }
    this.#pump();
  }

  /** The owner has answered. Returns the record if it was refused. */
  settle(request: number, answer: Answer): Uint8Array | null {
    const item = this.#remove(request);
    const { code, reason } = answer;
    item?.settle(
      // A code that only a newer node knows is passed on as it came.
      code === "" ? { status: "taken" } : { status: "refused", code: code as RefusalCode, reason },
    );
    return code === "" ? null : (item?.record ?? null);
  }

  /** The room is live: everything goes out, what had gone out before as well. */
  resume(): void {
    this.#isOpen = true;
    this.#hadContact = true;
    this.#pump();
  }

  pause(): void {
    this.#isOpen = false;
    this.#cancelPump?.();
    this.#cancelPump = null;
    for (const item of this.#items.values()) item.isSent = false;
  }

  /** Nothing goes out any more: what waits is refused for this fault, and what comes as well. */
  close(fault: Fault): void {
    this.pause();
    this.#fault = fault;
    for (const { request } of this.#items.values()) this.#remove(request)?.settle(refusedBy(fault));
  }

  /** A write of a slot makes those before it pointless, unless they are on their way. */
  #supersede(slot: string | null): void {
    if (slot === null) return;
    for (const item of this.#items.values()) {
      if (item.slot !== slot || item.isSent) continue;
      this.#remove(item.request)?.settle({ status: "superseded" });
    }
  }

  /** Stamping waits for no turn: what is written is shown at once, whatever is to be sent first. */
  #pump(): void {
    for (const item of this.#items.values()) if (item.record === null) void this.#stamp(item);
    if (!this.#isOpen) return;
    for (const item of this.#items.values()) {
      if (item.record !== null && !item.isSent && !this.#sendPaced(item, item.record)) return;
    }
  }

  /** False when it has to wait for its turn. */
  #sendPaced(item: Item, record: Uint8Array): boolean {
    const { timers, pace } = this.#ports;
    if (!pace.take()) {
      this.#cancelPump ??= timers.after(1000 / WRITES_PER_SECOND, () => {
        this.#cancelPump = null;
        this.#pump();
      });
      return false;
    }
    item.isSent = true;
    this.#ports.send(item.request, record);
    return true;
  }

  async #stamp(item: Item): Promise<void> {
    if (!this.#hadContact || this.#ports.isInDoubt()) return;
    if (item.isStamping || item.draft === null) return;
    item.isStamping = true;
    try {
      item.record = await item.draft.stamp();
      this.#pump();
    } catch (error) {
      this.#remove(item.request)?.fail(error);
    }
  }

  #put(item: Item): void {
    this.#items.set(item.request, item);
    if (item.draft !== null) this.#drafts += 1;
  }

  #remove(request: number): Item | undefined {
    const item = this.#items.get(request);
    if (item === undefined) return undefined;
    this.#items.delete(request);
    if (item.draft !== null) this.#drafts -= 1;
    return item;
  }
}

interface Answer {
  readonly code: string;
  readonly reason: string;
}

function refusedBy({ code, message }: Fault): Receipt {
  return { status: "refused", code, reason: message };
}
