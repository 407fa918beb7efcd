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
  checkBody,
  covers,
  decodeRecord,
  expiryOf,
  Malformed,
  restated,
  type SignedRecord,
  SLOT_MS,
  type Watermark,
} from "@muster/replica";
import { encode } from "cborg";
import { type Batch, decodeBatch, type Known, type Moved } from "./batch.ts";
import { type Brief, briefOf } from "./brief.ts";
import { KNOWN_ROLLS_MAX } from "./limits.ts";

interface Member {
  readonly record: SignedRecord;
  readonly value: unknown;
  readonly brief: Brief;
  /** It has expired. Its numbers are forgotten; who it was of is not: the node may yet move them. */
  readonly isLapsed: boolean;
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

  /** What a node of the same opening need not tell again. Of many, what was told of last. */
  known(): readonly Known[] {
    const held = [...this.#rolls].filter(([, { members }]) => members.size > 0);
    return held.slice(-KNOWN_ROLLS_MAX).map(([roll, { seq }]) => ({ roll, seq }));
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

  /**
   * What was erased is not held here either, and of what has expired only who it was of, until the
   * node says that they are gone, and for one more lifetime at most.
   */
  forget(nowMs: number, erased: Watermark): void {
    for (const [roll, { members }] of this.#rolls) {
      for (const [number, member] of members) {
        const { stamp, expiresAt } = member.record;
        if (covers(erased, stamp)) members.delete(number);
        else if (expiresAt + this.#lifetimeMs <= nowMs) this.#rolls.delete(roll);
        else if (expiresAt <= nowMs && !member.isLapsed) lapse(members, number, member);
      }
    }
  }

  #held(): readonly SignedRecord[] {
    const rolls = [...this.#rolls.values()];
    const members = rolls.flatMap((heard) => Array.from(heard.members.values()));
    return members.filter(({ isLapsed }) => !isLapsed).map(({ record }) => record);
  }

  #take(batch: Batch): readonly SignedRecord[] | null {
    const { roll, since, seq } = batch;
    const before = this.#rolls.get(roll);
    const isWhole = since === 0;
    // It crossed with a standing that told all of it.
    if (before !== undefined && (isWhole ? seq < before.seq : seq <= before.seq)) return [];
    const known = isWhole ? { seq, members: new Map<number, Member>() } : before;
    // Until all of it is taken: nonsense leaves nothing behind that is half told.
    this.#rolls.delete(roll);
    if (known === undefined || since > known.seq) return null;
    const news = this.#apply(known, batch);
    if (news === null) return null;
    this.#rolls.set(roll, { seq, members: known.members });
    this.#dropEmpty();
    return news;
  }

  /** Few are kept of which nobody is left: a node soon forgets those, and tells no more of them. */
  #dropEmpty(): void {
    const empty = [...this.#rolls].filter(([, { members }]) => members.size === 0);
    for (const [roll] of empty.slice(0, -KNOWN_ROLLS_MAX)) this.#rolls.delete(roll);
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
    if (model === undefined || brief === null) return record;
    const checked = checkBody(model, record.body);
    if ("reason" in checked) throw new Malformed(checked.reason);
    members.set(number, { record, value: checked.value, brief, isLapsed: false });
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
    const told = possible(() => restated(record, { stamp, expiresAt, body: encode(value) }));
    members.set(number, { record: told, value, brief, isLapsed: false });
    return told;
  }
}

function lapse(members: Map<number, Member>, number: number, { record, value, brief }: Member) {
  // Whom numbers do not tell is named again by the node.
  if (brief.numbersOf(value) === null) return members.delete(number);
  const none = new Uint8Array();
  const nowhere = brief.withNumbers(
    value,
    Array.from({ length: brief.width }, () => 0),
  );
  const lapsed = { record: { ...record, body: none, bytes: none }, value: nowhere, brief };
  return members.set(number, { ...lapsed, isLapsed: true });
}

/** Throws `Malformed` where numbers make what no record can say. */
function possible<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw new Malformed(error.message, { cause: error });
    throw error;
  }
}
