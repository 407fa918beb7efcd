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
 * Rules R1 to R4, R9, R11, R21, R44: docs/spec/replica.md.
 */
import { isErased, whyAhead, whyGone } from "./admission.ts";
import { Deadlines } from "./deadlines.ts";
import { type Erased, erasing } from "./erasing.ts";
import { Gate } from "./gate.ts";
import { judged } from "./judgement.ts";
import type { LedgerPort } from "./ledger-port.ts";
import { LedgerStore } from "./ledger-store.ts";
import type { Model } from "./model.ts";
import { decoded, type Outcome, type ReceiveOptions, type Refusal, refused } from "./outcome.ts";
import { Pen } from "./pen.ts";
import { isSigned, RECORD_BYTES_MAX, type SignedRecord } from "./record.ts";
import { COMPARED_MS_MAX, SLOT_MS } from "./slot.ts";
import type { SpaceOptions } from "./space-options.ts";
import { type Clock, HybridClock, isTooFarAhead } from "./stamp.ts";
import type { Kept, Store } from "./store.ts";
import { type Change, Views } from "./views.ts";
import { covers, higher, NOTHING_ERASED, type Watermark, watermarkOf } from "./watermark.ts";

export type { Outcome, ReceiveOptions } from "./outcome.ts";
export type { SpaceOptions } from "./space-options.ts";

interface Replaced {
  readonly old: Kept;
  readonly fresh: Kept;
}

export class Space {
  readonly #options: SpaceOptions;
  readonly #hybrid: HybridClock;
  readonly #views: Views;
  readonly #store: Store;
  readonly #deadlines: Deadlines;
  readonly #pen: Pen;
  readonly #writing = new Gate();
  /** Slots due by then are closed, and stay closed when the clock goes back. */
  #closedMs = 0;
  #watermark: Watermark = NOTHING_ERASED;

  constructor(options: SpaceOptions) {
    const { lifetimeMs, store, ledger } = options;
    const mostMs = ledger === undefined ? Number.POSITIVE_INFINITY : COMPARED_MS_MAX;
    if (!(lifetimeMs >= SLOT_MS && lifetimeMs <= mostMs)) {
      throw new RangeError(`a lifetime of ${lifetimeMs} ms, from ${SLOT_MS} to ${mostMs}`);
    }
    this.#options = options;
    this.#hybrid = new HybridClock(options.clock, options.identity.author);
    this.#store = ledger === undefined ? store : new LedgerStore(store, ledger);
    this.#deadlines = new Deadlines(lifetimeMs);
    this.#views = new Views([...options.models, erasing], this.#store);
    this.#pen = new Pen(options, this.#hybrid, this.#views);
    this.#restore();
  }

  get watermark(): Watermark {
    return this.#watermark;
  }

  get name(): string {
    return this.#options.name;
  }

  get lifetimeMs(): number {
    return this.#options.lifetimeMs;
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  get ledger(): LedgerPort | null {
    return this.#options.ledger ?? null;
  }

  /** Slots that expire up to then are closed here, or about to be. Milliseconds since the epoch. */
  get dueMs(): number {
    return Math.max(this.#closedMs, this.#options.clock.now());
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
    return this.#store.all();
  }

  /**
   * Throws what `write` would throw of this value, and changes nothing. Returns the value as others
   * will read it: a copy, which is not wrong later because someone has changed the original.
   */
  check<Value>(model: Model<Value>, value: Value): Value {
    return this.#pen.check(model, value);
  }

  /**
   * Stamps, signs and applies a value of one's own. Throws what the schema finds wrong, and
   * `RangeError` on what is too large. What an erase or an expiry overtook while it was being
   * signed is returned, but not in the view. Where the clock went far back it is ahead of it, is
   * held all the same, and others take it when it is due.
   */
  write<Value>(model: Model<Value>, value: Value): Promise<SignedRecord> {
    return this.#writing.pass(async () => {
      const written = await this.#pen.write(model, value);
      const { record } = written;
      const id = await this.#idOf(record);
      if (this.#gone(record) === null) this.#apply({ ...written, ...id });
      return record;
    });
  }

  /** Others may have this record of one's own: it is never stamped anew. */
  sent(record: SignedRecord): void {
    this.#pen.sent(record);
  }

  /**
   * The clock is found to be wrong by `shiftMs`, and `correct` sets it right: what was written by it
   * and given to nobody is stamped anew, in one turn with the correction (R44). Returns how many
   * records that were. Whatever is written meanwhile waits.
   */
  stampAnew(shiftMs: number, correct: () => void): Promise<number> {
    return this.#writing.alone(async () => {
      for (;;) {
        const all = await this.#anew(shiftMs);
        const held = new Set(this.records());
        const still = all.filter(({ old }) => held.has(old) && this.#pen.isUnsent(old.record));
        // What went to somebody meanwhile may stand above: that leaves fewer, so this ends.
        if (!still.every(({ fresh }) => this.#pen.isAboveSent(fresh.record))) continue;
        correct();
        this.#replace(still);
        return still.length;
      }
    });
  }

  async #anew(shiftMs: number): Promise<readonly Replaced[]> {
    const anew = await this.#pen.anew(this.records(), shiftMs);
    return Promise.all(
      anew.map(async ({ old, written }) => {
        return { old, fresh: { ...written, ...(await this.#idOf(written.record)) } };
      }),
    );
  }

  /** Offers bytes from elsewhere. Whatever is wrong with them changes nothing (R2). */
  async receive(bytes: Uint8Array, options: ReceiveOptions = {}): Promise<Outcome> {
    if (bytes.length > RECORD_BYTES_MAX) {
      return refused("too_large", `${bytes.length} bytes, at most ${RECORD_BYTES_MAX}`);
    }
    // A copy: the bytes may be a window on a frame that lives longer, or changes meanwhile.
    const record = decoded(new Uint8Array(bytes));
    return "status" in record ? record : this.receiveRecord(record, options);
  }

  /** The same for a record that was decoded from bytes of its own, which nobody changes. */
  async receiveRecord(record: SignedRecord, options: ReceiveOptions = {}): Promise<Outcome> {
    const { name, verifier } = this.#options;
    const early = this.#admissible(record);
    // What is erased is seen, where that is known for sure: nobody need send it again.
    const isSeen = early?.code === "erased" && this.ledger !== null;
    if (early !== null && !isSeen) return early;
    if (options.verified !== true && !(await isSigned(record, name, verifier))) {
      return refused("bad_signature", "the signature does not fit");
    }
    const id = await this.#idOf(record);
    const entry = judged(this.#views.model(record.model), record, options);
    const late = this.#admissible(record);
    if (late?.code === "erased") this.ledger?.seeErased(record);
    if (late !== null) return late;
    if (!("status" in entry)) {
      this.#hybrid.observe(record.stamp);
      return this.#apply({ record, entry, ...id });
    }
    // Not when there is no place: there may be one later.
    if (id !== null && entry.code !== "full") this.ledger?.refuse(record, id.id);
    return entry;
  }

  /** A stamp above everything seen here, for an erase that covers it all. */
  nextWatermark(): Watermark {
    return watermarkOf(this.#hybrid.next());
  }

  /**
   * Drops what the watermark covers, for good, and returns it (R11). Who may erase, and that the
   * watermark is not ahead of its time, the caller has checked: the clock goes on from it.
   */
  erase(watermark: Watermark): readonly Kept[] {
    if (covers(this.#watermark, watermark)) return [];
    this.#watermark = higher(this.#watermark, watermark);
    this.#hybrid.observe(this.#watermark);
    const gone = [...this.records()].filter(({ record }) => isErased(record, this.#watermark));
    this.drop(gone);
    this.ledger?.erase(this.#watermark);
    return gone;
  }

  /** Takes out what is held, as if it had expired; its slot stays open. */
  drop(gone: readonly Kept[]): void {
    for (const kept of gone) this.#store.remove(kept);
    this.#views.forget(gone);
  }

  /**
   * Erases everything up to now for all replicas: a signed record says so, which goes wherever
   * records go. Others heed it where `mayErase` allows it. Throws as `write` does.
   */
  eraseAll(): Promise<SignedRecord> {
    return this.write(erasing, null);
  }

  /** Closes every slot that is due, and returns what was in it (R9). */
  expire(): readonly Kept[] {
    const monotonicMs = this.#options.clock.monotonic?.() ?? Number.NEGATIVE_INFINITY;
    this.#closedMs = Math.max(this.dueMs, this.#deadlines.close(monotonicMs));
    this.#deadlines.forget(this.#closedMs);
    const gone = this.#store.close(this.#closedMs);
    this.#views.forget(gone);
    return gone;
  }

  /** Takes up what the store kept, perhaps of several tabs, and what it had closed (R21). */
  #restore(): void {
    const [{ clock }, store] = [this.#options, this.#store];
    // Not the clock: it may not have been set right yet, and what is closed stays closed.
    this.#closedMs = store.closedMs;
    this.#views.restore();
    this.erase(watermarkOf(this.#views.of<Erased>(erasing).stamp ?? NOTHING_ERASED));
    for (const { record } of store.all()) {
      this.#arrived(record);
      // A clock that went back is not led on by what it wrote before.
      if (!isTooFarAhead(record.stamp, clock.now())) this.#hybrid.observe(record.stamp);
    }
  }

  /** By what was stamped anew, in the order of its numbers. */
  #replace(all: readonly Replaced[]): void {
    const olds = all.map(({ old }) => old);
    for (const old of olds) this.#store.remove(old);
    this.#views.forget(olds);
    this.#hybrid.restart(all.at(-1)?.fresh.record.stamp ?? NOTHING_ERASED);
    this.#deadlines.restart();
    for (const { record } of this.records()) this.#arrived(record);
    for (const { fresh } of all) {
      // Above what others have of a fast clock it may be ahead: they take it when it is due.
      if (this.#gone(fresh.record) === null) this.#apply(fresh);
    }
  }

  /** Null when the record may be taken, as far as clock, watermark and what is held can say. */
  #admissible(record: SignedRecord): Refusal | null {
    return whyAhead(record, this.#options.clock.now()) ?? this.#gone(record);
  }

  /** The same of a record of one's own: its stamp leads no clock on. */
  #gone(record: SignedRecord): Refusal | null {
    return whyGone(record, this);
  }

  async #idOf({ bytes }: SignedRecord): Promise<{ readonly id: bigint } | null> {
    return this.ledger === null ? null : { id: await this.ledger.idOf(bytes) };
  }

  #arrived({ expiresAt }: SignedRecord): void {
    const { clock } = this.#options;
    this.#deadlines.arrived(expiresAt, clock.now(), clock.monotonic?.() ?? 0);
  }

  #apply(kept: Kept): Outcome {
    const { record } = kept;
    this.#arrived(record);
    const isNews = this.#views.take(kept);
    this.ledger?.see(record);
    if (isNews && record.model === erasing.name) this.erase(watermarkOf(record.stamp));
    return isNews ? { status: "accepted", kept } : { status: "known" };
  }
}
