/**
 * Fans one room's flushes out to this edge's sessions. Sessions that hear the same audiences
 * share one encoded frame, and each socket is written once a flush.
 *
 *   flush ─► for each set of audiences ─► encode once ─► deliver to its sessions
 *   batch ─► encode once ─► deliver to all of its audience, and look at nobody else
 *
 * Rules M12, M17, M24: docs/spec/rooms.md.
 */
import type { Fence } from "./fence.ts";
import type { Flush, RoomLink, SignedBatch } from "./link.ts";
import type { Audience } from "./room.ts";
import { encodeMessage } from "./wire.ts";

/** A session as the fan sees it. */
export interface Hearer {
  readonly channel: number;
  readonly audiences: readonly Audience[];
  deliver(frame: Uint8Array): void;
}

/** Hearers of the same audiences. */
type Group = Set<Hearer>;

export class Fan {
  readonly #groups = new Map<string, Group>();
  /** The groups of each audience: there may be as many as people, and each batch is for one. */
  readonly #hearing = new Map<Audience, Set<Group>>();
  readonly #fence: Fence;
  readonly #stops: readonly (() => void)[];

  constructor(link: Pick<RoomLink, "fence" | "listen" | "listenBatches">) {
    this.#fence = link.fence;
    this.#stops = [
      link.listen((flush) => this.#fan(flush)),
      link.listenBatches({
        wants: (audience) => this.#hearing.has(audience),
        hears: (batch) => this.#fanBatch(batch),
      }),
    ];
  }

  get isEmpty(): boolean {
    return this.#groups.size === 0;
  }

  add(hearer: Hearer): void {
    const key = groupOf(hearer);
    const group: Group = this.#groups.get(key) ?? new Set();
    this.#groups.set(key, group.add(hearer));
    for (const audience of hearer.audiences) {
      this.#hearing.set(audience, (this.#hearing.get(audience) ?? new Set()).add(group));
    }
  }

  remove(hearer: Hearer): void {
    const key = groupOf(hearer);
    const group = this.#groups.get(key);
    group?.delete(hearer);
    if (group?.size !== 0) return;
    this.#groups.delete(key);
    for (const audience of hearer.audiences) {
      const hearing = this.#hearing.get(audience);
      hearing?.delete(group);
      if (hearing?.size === 0) this.#hearing.delete(audience);
    }
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  #fan(flush: Flush): void {
    for (const group of this.#groups.values()) {
      const [first] = group;
      if (first !== undefined) fanToGroup(group, flush, first.audiences);
    }
  }

  /** The same bytes for all who hear the audience, whatever else they hear. */
  #fanBatch({ audience, body, signature }: SignedBatch): void {
    const messages = new Map<number, Uint8Array>();
    for (const group of this.#hearing.get(audience) ?? []) {
      for (const hearer of group) {
        const { channel } = hearer;
        const message =
          messages.get(channel) ??
          encodeMessage({ is: "batch", channel, ...this.#fence, body, signature });
        messages.set(channel, message);
        hearer.deliver(message);
      }
    }
  }
}

function fanToGroup(
  group: ReadonlySet<Hearer>,
  flush: Flush,
  audiences: readonly Audience[],
): void {
  const records = flush.changes.recordsFor(audiences).map(({ record }) => record.bytes);
  const notes = flush.changes.notesFor(audiences);
  if (records.length === 0 && notes.length === 0 && !flush.isErase) return;
  // Clients number their channels, and nearly all have one room: one frame for each number.
  const frames = new Map<number, Uint8Array>();
  for (const hearer of group) {
    const { channel } = hearer;
    const frame =
      frames.get(channel) ??
      encodeMessage({
        is: "frame",
        channel,
        ...flush.fence,
        erasedWallMs: flush.erased.wallMs,
        erasedCount: flush.erased.count,
        records,
        notes,
      });
    frames.set(channel, frame);
    hearer.deliver(frame);
  }
}

function groupOf(hearer: Hearer): string {
  return JSON.stringify(hearer.audiences);
}
