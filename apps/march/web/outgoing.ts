/**
 * What a person wrote into a march, kept until the node has taken or refused it: also when the
 * page is closed without a network and opened again. Positions are not kept: an old one is worth
 * nothing.
 *
 *   write ─► sealed on this phone ─► the room's outbox ─taken, refused─► dropped
 *                  └──────────── page opened again ───────┘
 *
 * Rules W44, W53: docs/spec/march-page.md.
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
  readonly #ports: OutgoingPorts;

  constructor(ports: OutgoingPorts) {
    this.#ports = ports;
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
    this.waiting.value = [...rest, unsent];
    await device.keepUnsent(unsent);
    for (const { id } of former) await device.drop(id);
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
    try {
      const receipt = await this.#ports.room.write(model, unsent.value);
      // The room ended, or the page left it: what waits is for the next time, if there is one.
      if (receipt.status === "refused" && UNKNOWN.has(receipt.code)) return receipt;
      await this.#settle(unsent);
      // An answer to the page before was lost: the march has it, and nothing was refused.
      if (receipt.status !== "refused" || this.#isThere(model, unsent)) return { status: "taken" };
      this.refuse(unsent, receipt.reason);
      return receipt;
    } catch (error) {
      await this.#settle(unsent);
      throw error;
    }
  }

  #isThere(model: AnyModel, { value }: Unsent): boolean {
    const view = this.#ports.room.space.view(model) as LatestView<unknown>;
    return isSameJson(view.get(model.key(value))?.value, value);
  }

  /** Tells the person that something was not taken, by the node or by this phone. */
  refuse({ id, model, value }: Omit<Refused, "reason">, reason: string): void {
    this.refused.value = [...this.refused.value, { id, model, value, reason }].slice(-REFUSED_MAX);
  }

  async #settle({ id }: Unsent): Promise<void> {
    this.waiting.value = this.waiting.value.filter((unsent) => unsent.id !== id);
    await this.#ports.device.drop(id);
  }
}
