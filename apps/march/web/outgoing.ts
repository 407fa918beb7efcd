/**
 * What a person wrote into a march, kept until the node has taken or refused it: also when the
 * page is closed without a network and opened again. Positions are not kept: an old one is worth
 * nothing.
 *
 *   write ─► sealed on this phone ─► the room's outbox ─taken, refused─► dropped
 *                  └──────────── page opened again ───────┘
 *
 * Other tabs of before have the same waiting. What one of them drops, the others let go of; what
 * took its place they send in its place, so that nothing goes out which a person took back.
 *
 * Rules W44, W53, W69: docs/spec/march-page.md.
 */
import type { AnyModel, LatestView, Model } from "@muster/replica";
import { Fault, type RoomClient } from "@muster/rooms/client";
import { signal } from "@preact/signals";
import type { Unsent } from "./device.ts";
import { isSameJson } from "./same-json.ts";

export interface OutgoingPorts {
  readonly march: string;
  readonly room: Pick<RoomClient, "write"> & { readonly space: Pick<RoomClient["space"], "view"> };
  /** Those that may be written, by name: each shows the last value of a key. */
  readonly models: readonly AnyModel[];
  readonly device: {
    unsentOf(march: string): readonly Unsent[];
    keepUnsent(unsent: Unsent): Promise<void>;
    drop(unsent: string): Promise<void>;
    /** Hears of each write that another tab has dropped. Returns what ends it. */
    onDropped(listener: (unsent: string) => void): () => void;
  };
  readonly now: () => number;
  readonly newId: () => string;
}

/** More than this wait only where nothing is ever sent: then say so rather than keep more. */
export const UNSENT_MAX = 100;

/** Faults that say nothing of what was written. */
const UNKNOWN = new Set<string>(["unknown_outcome", "unavailable", "stopping"]);

export type Written =
  | { readonly status: "taken" }
  | { readonly status: "refused"; readonly code: string; readonly reason: string };

/** What the node would not have: told to the person, also of what an earlier page wrote. */
export interface Refused extends Pick<Unsent, "id" | "model" | "value"> {
  readonly reason: string;
}

/** The oldest go: nobody reads more. */
const REFUSED_MAX = 5;

export class Outgoing {
  /** Oldest first. */
  readonly waiting = signal<readonly Unsent[]>([]);
  /** Oldest first, until the person has put them away. */
  readonly refused = signal<readonly Refused[]>([]);
  /** Ends it: another tab's doings are nothing to it any more. */
  readonly close: () => void;
  readonly #ports: OutgoingPorts;
  /** Settled, and not dropped yet. */
  readonly #settled = new Set<string>();

  constructor(ports: OutgoingPorts) {
    this.#ports = ports;
    this.close = ports.device.onDropped((id) => this.#droppedElsewhere(id));
    this.waiting.value = ports.device.unsentOf(ports.march);
    for (const unsent of this.waiting.value) void this.#send(unsent);
  }

  /**
   * Resolves with what the node said, which may take as long as there is no network. Throws the
   * fault `too_many` when `UNSENT_MAX` wait, and `TypeError` on what the schema finds wrong.
   */
  async write<Value>(model: Model<Value>, value: Value): Promise<Written> {
    const { march, device, now, newId } = this.#ports;
    const key = model.key(value);
    // What waits under the same key is never sent: it need not be kept either.
    const former = this.waiting.value.filter(
      (unsent) => unsent.model === model.name && model.key(unsent.value as Value) === key,
    );
    const rest = this.waiting.value.filter((unsent) => !former.includes(unsent));
    if (rest.length >= UNSENT_MAX) throw new Fault("too_many", "too much waits");
    const unsent = { id: newId(), march, model: model.name, value, atMs: now() };
    for (const { id } of former) this.#settled.add(id);
    this.waiting.value = [...rest, unsent];
    await device.keepUnsent(unsent);
    for (const each of former) await this.#drop(each);
    return this.#send(unsent);
  }

  /** The person has read it. */
  dismiss({ id }: Pick<Refused, "id">): void {
    this.refused.value = this.refused.value.filter((refused) => refused.id !== id);
  }

  async #send(unsent: Unsent): Promise<Written> {
    const model = this.#ports.models.find(({ name }) => name === unsent.model);
    if (model === undefined) {
      await this.#settle(unsent);
      return { status: "refused", code: "bad_model", reason: "this page no longer knows it" };
    }
    const receipt = await this.#ports.room
      .write(model, unsent.value)
      .catch(async (error: unknown) => {
        await this.#settle(unsent);
        throw error;
      });
    // The room ended, or the page left it: what waits is for the next time, if there is one.
    if (receipt.status === "refused" && UNKNOWN.has(receipt.code)) return receipt;
    // What another tab dropped is its to tell of.
    const isOurs = this.waiting.value.some(({ id }) => id === unsent.id);
    await this.#settle(unsent);
    // An answer to the page before was lost: the march has it, and nothing was refused.
    if (receipt.status !== "refused" || this.#isThere(model, unsent)) return { status: "taken" };
    if (isOurs) this.refuse(unsent, receipt.reason);
    return receipt;
  }

  /** The other tab has sent it, or put something in its place. */
  #droppedElsewhere(dropped: string): void {
    const { device, march } = this.#ports;
    const before = this.waiting.value;
    const gone = before.find(({ id }) => id === dropped);
    if (gone === undefined) return;
    const known = new Set([...before.map(({ id }) => id), ...this.#settled]);
    const key = this.#keyOf(gone);
    const successors = device
      .unsentOf(march)
      .filter((unsent) => !known.has(unsent.id) && this.#keyOf(unsent) === key);
    this.waiting.value = [...before.filter((unsent) => unsent !== gone), ...successors];
    for (const unsent of successors) void this.#send(unsent);
  }

  /** Of what has one key only the last is sent. */
  #keyOf({ model, value }: Unsent): string {
    const known = this.#ports.models.find(({ name }) => name === model);
    return `${model} ${known?.key(value) ?? ""}`;
  }

  #isThere(model: AnyModel, { value }: Unsent): boolean {
    const view = this.#ports.room.space.view(model) as LatestView<unknown>;
    return isSameJson(view.get(model.key(value))?.value, value);
  }

  /** Tells the person that something was not taken, by the node or by this phone. */
  refuse({ id, model, value }: Omit<Refused, "reason">, reason: string): void {
    this.refused.value = [...this.refused.value, { id, model, value, reason }].slice(-REFUSED_MAX);
  }

  async #settle(unsent: Unsent): Promise<void> {
    this.waiting.value = this.waiting.value.filter(({ id }) => id !== unsent.id);
    await this.#drop(unsent);
  }

  async #drop({ id }: Unsent): Promise<void> {
    this.#settled.add(id);
    await this.#ports.device.drop(id);
    this.#settled.delete(id);
  }
}
