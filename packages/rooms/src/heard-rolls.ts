/**
 * The rolls that a client hears: who has which number, so that numbers alone tell what is new.
 * It holds of each key what the space holds, and no older value of it.
 *
 *   body ─► named: take the number ┐
 *        ─► moved: by the number   ├─► records, for the space
 *        ─► gone: free the number  ┘
 *
 * Rule M25: docs/spec/rooms.md.
 */
import {
  type AnyModel,
  covers,
  decodeRecord,
  expiryOf,
  Malformed,
  restated,
  type SignedRecord,
  SLOT_MS,
  type Watermark,
} from "@muster/replica";
import { decode, encode } from "cborg";
import { type Batch, decodeBatch, type Known, type Moved } from "./batch.ts";
import { type Brief, briefOf } from "./brief.ts";
import { KNOWN_ROLLS_MAX } from "./limits.ts";

interface Member {
  readonly record: SignedRecord;
  readonly value: unknown;
  readonly brief: Brief;
}

interface Heard {
  readonly seq: number;
  readonly members: Map<number, Member>;
}

export class HeardRolls {
  readonly #models: ReadonlyMap<string, AnyModel>;
  readonly #lifetimeMs: number;
  readonly #rolls = new Map<number, Heard>();

  constructor(models: readonly AnyModel[], lifetimeMs: number) {
    this.#models = new Map(models.map((model) => [model.name, model]));
    this.#lifetimeMs = lifetimeMs;
  }

  /** What a node of the same opening need not tell again. */
  known(): readonly Known[] {
    const all = [...this.#rolls].map(([roll, { seq }]) => ({ roll, seq }));
    return all.slice(0, KNOWN_ROLLS_MAX);
  }

  /**
   * The client has joined: these rolls it hears, and no others. `isSame`: of the opening of the
   * room that it followed before. Returns every record of them, known or not, for a break may have
   * kept one from the space; null: it cannot follow, and has to join anew. Throws `Malformed`.
   */
  join(bodies: readonly Uint8Array[], isSame: boolean): readonly SignedRecord[] | null {
    const batches = bodies.map(decodeBatch);
    const heard = new Set(batches.map(({ roll }) => roll));
    for (const roll of this.#rolls.keys()) {
      if (!isSame || !heard.has(roll)) this.#rolls.delete(roll);
    }
    const news = batches.map((batch) => this.#take(batch));
    if (news.includes(null)) return null;
    return [...new Set([...news.flatMap((told) => told ?? []), ...this.#held()])];
  }

  /** What is new with this batch; null: something before it is missing. Throws `Malformed`. */
  take(body: Uint8Array): readonly SignedRecord[] | null {
    return this.#take(decodeBatch(body));
  }

  /** What has expired or was erased is not held here either. */
  forget(nowMs: number, erased: Watermark): void {
    for (const { members } of this.#rolls.values()) {
      for (const [number, { record }] of members) {
        const isGone = record.expiresAt <= nowMs || covers(erased, record.stamp);
        if (isGone) members.delete(number);
      }
    }
  }

  #held(): readonly SignedRecord[] {
    const rolls = [...this.#rolls.values()];
    return rolls.flatMap(({ members }) => Array.from(members.values(), ({ record }) => record));
  }

  #take(batch: Batch): readonly SignedRecord[] | null {
    const { roll, since, seq } = batch;
    const before = this.#rolls.get(roll);
    const isWhole = since === 0;
    // It crossed with a standing that told all of it.
    if (before !== undefined && (isWhole ? seq < before.seq : seq <= before.seq)) return [];
    const known = isWhole ? { seq, members: new Map<number, Member>() } : before;
    const news = known === undefined || since > known.seq ? null : this.#apply(known, batch);
    if (known === undefined || news === null) this.#rolls.delete(roll);
    else this.#rolls.set(roll, { seq, members: known.members });
    return news;
  }

  /** Null: it tells of a number that nobody has here. */
  #apply(heard: Heard, { named, moved, gone }: Batch): readonly SignedRecord[] | null {
    const news = named.map(({ number, record }) => this.#name(heard, number, record));
    for (const one of moved) {
      const record = this.#move(heard, one);
      if (record === null) return null;
      news.push(record);
    }
    for (const number of gone) heard.members.delete(number);
    return news;
  }

  #name({ members }: Heard, number: number, bytes: Uint8Array): SignedRecord {
    // A copy: the bytes are a window on a message.
    const record = decodeRecord(new Uint8Array(bytes));
    const model = this.#models.get(record.model);
    const brief = model === undefined ? null : briefOf(model);
    if (brief !== null) members.set(number, { record, value: decode(record.body), brief });
    return record;
  }

  #move({ members }: Heard, { number, wallMs, count, early, numbers }: Moved): SignedRecord | null {
    const member = members.get(number);
    if (member === undefined) return null;
    const { record, brief } = member;
    if (numbers.length !== brief.width) throw new Malformed(`${numbers.length} numbers`);
    const value = brief.withNumbers(member.value, numbers);
    const expiresAt = expiryOf(wallMs, this.#lifetimeMs) - early * SLOT_MS;
    const stamp = { ...record.stamp, wallMs, count };
    const told = restated(record, { stamp, expiresAt, body: encode(value) });
    members.set(number, { record: told, value, brief });
    return told;
  }
}
