/**
 * The rolls of a room: one for each audience and each model that is told briefly.
 *
 *   put, drop ─► the rolls of its audiences ─► batches ─► listeners
 *
 * Rules M24, M25: docs/spec/rooms.md.
 */
import type { AnyModel, Kept, Watermark } from "@muster/replica";
import type { Known } from "./batch.ts";
import { type Brief, briefOf } from "./brief.ts";
import type { BatchListener } from "./link.ts";
import { RollCall } from "./roll-call.ts";
import type { Audience } from "./room.ts";
import type { Timers } from "./timers.ts";

export interface RollsOptions {
  readonly models: readonly AnyModel[];
  readonly timers: Timers;
  readonly lifetimeMs: number;
  /** How long changes that are told whole gather now, in milliseconds, and others. */
  readonly flushMs: () => number;
  readonly gatherMs: (audience: Audience) => number;
  readonly sign: (body: Uint8Array) => Promise<Uint8Array>;
  readonly onError: (error: unknown) => void;
}

export class Rolls {
  readonly #options: RollsOptions;
  readonly #briefs: ReadonlyMap<string, Brief>;
  readonly #calls = new Map<Audience, Map<string, RollCall>>();
  readonly #listeners = new Set<BatchListener>();
  #made = 0;

  constructor(options: RollsOptions) {
    this.#options = options;
    this.#briefs = new Map(
      options.models.flatMap((model) => {
        const brief = briefOf(model);
        return brief === null ? [] : [[model.name, brief]];
      }),
    );
  }

  /** Whether records of this model are told here. */
  tells(model: string): boolean {
    return this.#briefs.has(model);
  }

  /** A record that `audiences` hear; `told` are those and the ones that its key leaves. */
  put(kept: Kept, audiences: readonly Audience[], told: readonly Audience[]): void {
    for (const audience of told) {
      const call = this.#callOf(audience, kept.record.model);
      if (audiences.includes(audience)) call.put(kept);
      else call.leave(kept);
    }
  }

  drop(kept: Kept, audiences: readonly Audience[]): void {
    for (const audience of audiences) this.#calls.get(audience)?.get(kept.record.model)?.drop(kept);
  }

  erase(erased: Watermark): void {
    for (const calls of this.#calls.values()) for (const call of calls.values()) call.erase(erased);
  }

  /** What someone of these audiences, who knows these states, has to be told. */
  standing(audiences: readonly Audience[], known: readonly Known[]): readonly Uint8Array[] {
    return audiences.flatMap((audience) =>
      [...(this.#calls.get(audience)?.values() ?? [])].map((call) =>
        call.standing(known.find(({ roll }) => roll === call.id) ?? null),
      ),
    );
  }

  listen(listener: BatchListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    for (const calls of this.#calls.values()) for (const call of calls.values()) call.close();
    this.#listeners.clear();
  }

  #callOf(audience: Audience, model: string): RollCall {
    const calls = this.#calls.get(audience) ?? new Map<string, RollCall>();
    this.#calls.set(audience, calls);
    const call = calls.get(model) ?? this.#newCall(audience, model);
    calls.set(model, call);
    return call;
  }

  #newCall(audience: Audience, model: string): RollCall {
    this.#made += 1;
    return new RollCall({
      ...this.#options,
      id: this.#made,
      brief: this.#briefs.get(model)!,
      gatherMs: this.#options.gatherMs(audience),
      isHeard: () => [...this.#listeners].some(({ wants }) => wants(audience)),
      tell: (body, signature) => {
        for (const { hears } of this.#listeners) hears({ audience, body, signature });
      },
      onEmpty: () => this.#forget(audience, model),
    });
  }

  #forget(audience: Audience, model: string): void {
    const calls = this.#calls.get(audience);
    calls?.get(model)?.close();
    calls?.delete(model);
    if (calls?.size === 0) this.#calls.delete(audience);
  }
}
