/**
 * A space: the records that replicate together, checked before they fold into its views.
 *
 *   write ──► sign ─┐
 *                   ├─► admissible? ─► store, view, subscribers
 *   receive ─► check┘        └─► refused by name, nothing changed
 *
 * Checks that wait (the signature) come first and change nothing; what they may have missed
 * meanwhile (an erase, an expiry, a newer record) is checked again in the same turn of the event
 * loop that changes the state.
 *
 * Rules R1 to R4, R9, R11, R21: docs/spec/replica.md.
 */
import { encode } from "cborg";
import { checkBody, checkValue, valid } from "./checked.ts";
import { Malformed, type RefusalCode } from "./fault.ts";
import type { Identity, Verifier } from "./identity.ts";
import type { Entry, Model } from "./model.ts";
import {
  decodeRecord,
  draftRecord,
  type Header,
  isSigned,
  RECORD_BYTES_MAX,
  type SignedRecord,
  signRecord,
} from "./record.ts";
import { expiryOf, isExpiryOf, SLOT_MS } from "./slot.ts";
import { AHEAD_MS_MAX, type Clock, HybridClock, isTooFarAhead, type Stamp } from "./stamp.ts";
import type { Kept, Store } from "./store.ts";
import { type Change, Views } from "./views.ts";
import { covers, higher, NOTHING_ERASED, type Watermark } from "./watermark.ts";

export interface SpaceOptions {
  /** Covered by every signature: a record of another space does not verify here. */
  readonly name: string;
  readonly models: readonly Model[];
  readonly store: Store;
  readonly clock: Clock;
  readonly identity: Identity;
  readonly verifier: Pick<Verifier, "verify">;
  /** One constant for the space, at least a slot: a later record never expires before an earlier. */
  readonly lifetimeMs: number;
}

export type Outcome =
  | { readonly status: "accepted"; readonly kept: Kept }
  /** Held already, or beaten by a newer record of its key: right, and no news. */
  | { readonly status: "known" }
  | { readonly status: "refused"; readonly code: RefusalCode; readonly reason: string };

export interface ReceiveOptions {
  /** True only for what an authenticated node sent, which has verified it once for all. */
  readonly verified?: boolean;
  /** Null, or why there is no place for it: `full`. */
  readonly whyFull?: (entry: Entry<unknown>, model: string) => string | null;
  /** The right to write: null to allow, or a reason. Asked after all other checks. */
  readonly mayWrite?: (entry: Entry<unknown>, model: string) => string | null;
}

export class Space {
  readonly #options: SpaceOptions;
  readonly #hybrid: HybridClock;
  readonly #views: Views;
  #sequence = 0;
  /** Slots due by then are closed, and stay closed when the clock goes back. */
  #closedMs = 0;
  #watermark: Watermark = NOTHING_ERASED;

  constructor(options: SpaceOptions) {
    const { lifetimeMs } = options;
    if (!(lifetimeMs >= SLOT_MS)) {
      throw new RangeError(`a lifetime of ${lifetimeMs} ms, at least ${SLOT_MS}`);
    }
    this.#options = options;
    this.#hybrid = new HybridClock(options.clock, options.identity.author);
    this.#views = new Views(options.models, options.store);
    this.#restore();
  }

  get watermark(): Watermark {
    return this.#watermark;
  }

  /** The live view itself, not a copy: read it, do not change it. */
  view<View>(model: Model<unknown, View>): View {
    return this.#views.of(model);
  }

  /** Hears each change of a view with the record behind it. Returns a function that ends it. */
  subscribe<Delta>(
    model: Model<unknown, unknown, Delta>,
    listener: (delta: Delta, kept: Kept, change: Change) => void,
  ): () => void {
    return this.#views.subscribe(model, listener);
  }

  /** Every record held, oldest slot first. */
  records(): Iterable<Kept> {
    return this.#options.store.all();
  }

  /**
   * Throws what `write` would throw of this value, and changes nothing. Returns the value as others
   * will read it: a copy, which is not wrong later because someone has changed the original.
   */
  check<Value>(model: Model<Value>, value: Value): Value {
    const { body, read } = this.#read(model, value);
    const { author } = this.#options.identity;
    const stamp = { wallMs: this.#options.clock.now(), count: 0, author };
    draftRecord(this.#headerOf(stamp, model, read), body);
    return read;
  }

  /**
   * Stamps, signs and applies a value of one's own. Throws what the schema finds wrong, and
   * `RangeError` on what is too large. What an erase or an expiry overtook while it was being
   * signed is returned, but not in the view.
   */
  async write<Value>(model: Model<Value>, value: Value): Promise<SignedRecord> {
    const { body, read } = this.#read(model, value);
    const stamp = this.#hybrid.next();
    const header = this.#headerOf(stamp, model, read);
    const draft = draftRecord(header, body);
    this.#sequence = header.sequence;
    const record = await signRecord(draft, this.#options.identity, this.#options.name);
    const { key, expiresAt } = header;
    if (this.#admissible(record) === null) {
      this.#apply(record, { key, stamp, expiresAt, value: read });
    }
    return record;
  }

  /** Offers bytes from elsewhere. Whatever is wrong with them changes nothing (R2). */
  async receive(bytes: Uint8Array, options: ReceiveOptions = {}): Promise<Outcome> {
    if (bytes.length > RECORD_BYTES_MAX) {
      return refused("too_large", `${bytes.length} bytes, at most ${RECORD_BYTES_MAX}`);
    }
    // A copy: the bytes may be a window on a frame that lives longer, or changes meanwhile.
    const record = decoded(new Uint8Array(bytes));
    if ("status" in record) return record;
    const early = this.#admissible(record);
    if (early !== null) return early;
    if (options.verified !== true && !(await this.#isSigned(record))) {
      return refused("bad_signature", "the signature does not fit");
    }
    const entry = this.#entryOf(record);
    if ("status" in entry) return entry;
    const full = options.whyFull?.(entry, record.model) ?? null;
    if (full !== null) return refused("full", full);
    const forbidden = options.mayWrite?.(entry, record.model) ?? null;
    if (forbidden !== null) return refused("forbidden", forbidden);
    return this.#admissible(record) ?? this.#apply(record, entry);
  }

  /** A stamp above everything seen here, for an erase that covers it all. */
  nextWatermark(): Watermark {
    const { wallMs, count } = this.#hybrid.next();
    return { wallMs, count };
  }

  /**
   * Drops what the watermark covers, for good, and returns it (R11). Who may erase, and that the
   * watermark is not ahead of its time, the caller has checked: the clock goes on from it.
   */
  erase(watermark: Watermark): readonly Kept[] {
    if (covers(this.#watermark, watermark)) return [];
    this.#watermark = higher(this.#watermark, watermark);
    this.#hybrid.observe(this.#watermark);
    const gone = [...this.records()].filter((kept) => covers(this.#watermark, kept.record.stamp));
    for (const kept of gone) this.#options.store.remove(kept);
    this.#views.forget(gone);
    return gone;
  }

  /** Closes every slot that is due, and returns what was in it (R9). */
  expire(): readonly Kept[] {
    this.#closedMs = Math.max(this.#closedMs, this.#options.clock.now());
    const gone = this.#options.store.close(this.#closedMs);
    this.#views.forget(gone);
    return gone;
  }

  /** Takes up what the store kept, and what it had closed (R21). */
  #restore(): void {
    const { clock, store } = this.#options;
    // Not the clock: it may not have been set right yet, and what is closed stays closed.
    this.#closedMs = store.closedMs;
    this.#views.restore();
    for (const { record } of store.all()) {
      // A clock that went back is not led on by what it wrote before.
      if (!isTooFarAhead(record.stamp, clock.now())) this.#hybrid.observe(record.stamp);
    }
  }

  #read<Value>(model: Model<Value>, value: Value): { body: Uint8Array; read: Value } {
    // A model that is not of this space is found before its schema says anything.
    this.#views.of(model);
    const body = encode(valid(model, checkValue(model, value)));
    // As others will read it: what does not survive its encoding is found here, not by them.
    return { body, read: valid(model, checkBody(model, body)) };
  }

  #headerOf<Value>(stamp: Stamp, model: Model<Value>, value: Value): Header {
    return {
      sequence: this.#sequence + 1,
      stamp,
      model: model.name,
      key: model.key(value),
      expiresAt: this.#expiryOf(stamp, model, value),
    };
  }

  /** By the clock, not by a stamp that someone else's has set ahead: what was promised holds (R4). */
  #expiryOf<Value>({ wallMs }: Stamp, model: Model<Value>, value: Value): number {
    const { clock, lifetimeMs } = this.#options;
    const writtenMs = Math.min(wallMs, Math.max(clock.now(), wallMs - AHEAD_MS_MAX));
    const held = this.#views.heldUntil(model, value);
    // What the record takes the place of would come back, if it were to expire later.
    return Math.max(held, expiryOf(writtenMs, lifetimeMs));
  }

  /** Null when the record may be taken, as far as clock, watermark and what is held can say. */
  #admissible(record: SignedRecord): Outcome | null {
    const { stamp, expiresAt } = record;
    const nowMs = this.#options.clock.now();
    if (this.#views.model(record.model) === null)
      return refused("unknown_model", `no model ${record.model}`);
    if (isTooFarAhead(stamp, nowMs)) {
      return refused("ahead", `${stamp.wallMs - nowMs} ms ahead of this clock`);
    }
    if (!isExpiryOf(stamp, expiresAt, this.#options.lifetimeMs)) {
      return refused("bad_expiry", `the lifetime here is ${this.#options.lifetimeMs} ms`);
    }
    const dueMs = Math.max(nowMs, this.#closedMs);
    if (expiresAt <= dueMs) return refused("expired", `${dueMs - expiresAt} ms ago`);
    if (covers(this.#watermark, stamp)) return refused("erased", "it was written before an erase");
    return null;
  }

  #isSigned(record: SignedRecord): Promise<boolean> {
    return isSigned(record, this.#options.name, this.#options.verifier);
  }

  #entryOf(record: SignedRecord): Entry<unknown> | Outcome {
    const model = this.#views.model(record.model)!;
    const checked = checkBody(model, record.body);
    if ("reason" in checked) return refused("bad_value", checked.reason);
    const key = model.key(checked.value);
    if (key !== record.key) return refused("bad_key", "the value belongs to another key");
    return { key, stamp: record.stamp, expiresAt: record.expiresAt, value: checked.value };
  }

  #apply(record: SignedRecord, entry: Entry<unknown>): Outcome {
    this.#hybrid.observe(record.stamp);
    const kept = { record, entry };
    return this.#views.take(kept) ? { status: "accepted", kept } : { status: "known" };
  }
}

function refused(code: RefusalCode, reason: string): Outcome {
  return { status: "refused", code, reason };
}

function decoded(bytes: Uint8Array): SignedRecord | Outcome {
  try {
    return decodeRecord(bytes);
  } catch (error) {
    if (error instanceof Malformed) return refused("bad_record", error.message);
    throw error;
  }
}
