/**
 * Writes records: stamps, numbers and signs them. It remembers when each was written until it has
 * been given to somebody, so that what was written by a wrong clock can be stamped anew by the
 * right one. What others have keeps its stamp.
 *
 *   write ─► unsent ─► sent            never to be changed again
 *              └─► anew ─► unsent      the same number and value, another stamp and expiry
 *
 * Rules R1, R3, R4, R9, R10, R44: docs/spec/replica.md.
 */
import { encode } from "cborg";
import { checkBody, checkValue, valid } from "./checked.ts";
import { erasing } from "./erasing.ts";
import type { Identity } from "./identity.ts";
import type { Entry, Model } from "./model.ts";
import { type Draft, draftRecord, type Header, type SignedRecord, signRecord } from "./record.ts";
import { expiryOf } from "./slot.ts";
import { AHEAD_MS_MAX, type Clock, HybridClock, type Stamp } from "./stamp.ts";
import type { Kept } from "./store.ts";
import { tagOf } from "./tag.ts";
import type { Views } from "./views.ts";
import { covers, higher, NOTHING_ERASED, type Watermark, watermarkOf } from "./watermark.ts";

interface PenOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly identity: Identity;
  readonly lifetimeMs: number;
}

/** A record with what a reader sees in it. */
export interface Written {
  readonly record: SignedRecord;
  readonly entry: Entry<unknown>;
}

interface Anew {
  readonly old: Kept;
  readonly written: Written;
}

/** What has to be known to stamp a record anew. */
interface Origin {
  /** By the clock as it was. */
  readonly atMs: number;
  /** The highest stamp that had been taken by then. */
  readonly after: Watermark;
}

/** When something was written, by a clock that is right, and what it must not expire before. */
interface Moment {
  readonly stamp: Stamp;
  readonly atMs: number;
  readonly heldMs: number;
}

type Tags = ReadonlyMap<string, string>;

interface Value<T> {
  readonly body: Uint8Array;
  /** As others will read it. */
  readonly read: T;
}

export class Pen {
  readonly #options: PenOptions;
  readonly #hybrid: HybridClock;
  readonly #views: Views;
  readonly #unsent = new WeakMap<SignedRecord, Origin>();
  #sequence = 0;
  /** The highest stamp of its own that others have. */
  #sent: Watermark = NOTHING_ERASED;

  constructor(options: PenOptions, hybrid: HybridClock, views: Views) {
    this.#options = options;
    this.#hybrid = hybrid;
    this.#views = views;
  }

  /** Throws what `write` would throw, and returns the value as others will read it. */
  check<T>(model: Model<T>, value: T): T {
    const { identity, clock } = this.#options;
    const all = this.#read(model, value);
    const stamp = { wallMs: clock.now(), count: 0, author: identity.author };
    draftRecord(this.#header(model, all.read, this.#moment(model, all.read, stamp)), all.body);
    return all.read;
  }

  /** Throws what the schema finds wrong, and `RangeError` on what is too large. */
  async write<T>(model: Model<T>, value: T): Promise<Written> {
    const all = this.#read(model, value);
    const origin = { atMs: this.#options.clock.now(), after: this.#hybrid.taken };
    const moment = this.#moment(model, all.read, this.#hybrid.next());
    const draft = draftRecord(this.#header(model, all.read, moment), all.body);
    this.#sequence = draft.sequence;
    return this.#sign(draft, all.read, origin);
  }

  isUnsent(record: SignedRecord): boolean {
    return this.#unsent.has(record);
  }

  /** Above all of its own that others have, as the next must be. */
  isAboveSent({ stamp }: SignedRecord): boolean {
    return !covers(this.#sent, stamp);
  }

  /** Others may have it from now on. */
  sent(record: SignedRecord): void {
    if (!this.#unsent.delete(record)) return;
    this.#sent = higher(this.#sent, watermarkOf(record.stamp));
    this.#hybrid.observe(record.stamp);
  }

  /**
   * What was never sent, of what is held, as a clock would have stamped it that is `shiftMs`
   * further. The old ones are not touched, and may be sent, or go, meanwhile. What would be too
   * large with other names in it is left out.
   */
  anew(held: Iterable<Kept>, shiftMs: number): Promise<readonly Anew[]> {
    const olds = [...held]
      .filter(({ record }) => this.#unsent.has(record))
      // An erase never goes back: all that it covered has gone.
      .filter(({ record }) => shiftMs > 0 || record.model !== erasing.name)
      .sort((a, b) => a.record.sequence - b.record.sequence);
    const origins = olds.map(({ record }) => this.#shifted(record, shiftMs));
    const stamps = this.#stampsFor(origins);
    const tags = new Map(olds.map(({ record }, at) => [tagOf(record.stamp), tagOf(stamps[at]!)]));
    const all = olds.flatMap((old, at) => {
      const model = this.#views.model(old.record.model)!;
      const { body, read } = renamed(model, old, tags);
      const [{ atMs }, stamp] = [origins[at]!, stamps[at]!];
      // What it took the place of is held no more, and must not come back either.
      const heldMs = this.#views.heldUntil(model, read);
      const header = this.#header(model, read, { stamp, atMs, heldMs });
      const drafts = drafted({ ...header, sequence: old.record.sequence }, body);
      return drafts.map(async (draft): Promise<Anew> => {
        return { old, written: await this.#sign(draft, read, origins[at]!) };
      });
    });
    return Promise.all(all);
  }

  #shifted(record: SignedRecord, shiftMs: number): Origin {
    const { atMs, after } = this.#unsent.get(record)!;
    // A clock that was set back meanwhile does not make it a record of the future.
    return { atMs: Math.min(atMs, this.#options.clock.now()) + shiftMs, after };
  }

  /** In the order in which they were written, each above what had been taken by then. */
  #stampsFor(origins: readonly Origin[]): readonly Stamp[] {
    let last = this.#sent;
    return origins.map(({ atMs, after }) => {
      const hybrid = new HybridClock({ now: () => atMs }, this.#options.identity.author);
      hybrid.observe(higher(last, after));
      const stamp = hybrid.next();
      last = watermarkOf(stamp);
      return stamp;
    });
  }

  #read<T>(model: Model<T>, value: T): Value<T> {
    // A model that is not of this space is found before its schema says anything.
    this.#views.of(model);
    const body = encode(valid(model, checkValue(model, value)));
    // As others will read it: what does not survive its encoding is found here, not by them.
    return { body, read: valid(model, checkBody(model, body)) };
  }

  #moment<T>(model: Model<T>, value: T, stamp: Stamp): Moment {
    return { stamp, atMs: this.#options.clock.now(), heldMs: this.#views.heldUntil(model, value) };
  }

  #header<T>(model: Model<T>, value: T, moment: Moment): Header {
    return {
      sequence: this.#sequence + 1,
      stamp: moment.stamp,
      model: model.name,
      key: model.key(value),
      expiresAt: this.#expiryOf(model, moment),
    };
  }

  /** By the clock, not by a stamp that someone else's has set ahead: what was promised holds (R4). */
  #expiryOf({ name }: { readonly name: string }, { stamp, atMs, heldMs }: Moment): number {
    const { wallMs } = stamp;
    if (name === erasing.name) return this.#lastExpiryOf(stamp);
    const writtenMs = Math.min(wallMs, Math.max(atMs, wallMs - AHEAD_MS_MAX));
    // What the record takes the place of would come back, if it were to expire later.
    // But for what is of a time that is far ahead: it is not beaten, and nobody takes what lasts so.
    const outlivedMs = Math.min(heldMs, this.#lastExpiryOf(stamp));
    return Math.max(outlivedMs, expiryOf(writtenMs, this.#options.lifetimeMs));
  }

  #lastExpiryOf({ wallMs }: Stamp): number {
    return expiryOf(wallMs, this.#options.lifetimeMs);
  }

  async #sign(draft: Draft, value: unknown, origin: Origin): Promise<Written> {
    const { identity, name } = this.#options;
    const record = await signRecord(draft, identity, name);
    this.#unsent.set(record, origin);
    const { key, stamp, expiresAt } = draft;
    return { record, entry: { key, stamp, expiresAt, value } };
  }
}

/** Its value, naming what is stamped anew with it as that will be called. */
function renamed(model: Model, { record, entry }: Kept, tags: Tags): Value<unknown> {
  if (model.renamed === undefined) return { body: record.body, read: entry.value };
  const read = model.renamed(entry.value, tags);
  return { body: encode(read), read };
}

/** None: it is too large with the other names in it. */
function drafted(header: Header, body: Uint8Array): readonly Draft[] {
  try {
    return [draftRecord(header, body)];
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}
