/**
 * One side of a synchronisation with one peer: messages and time in, messages and events out. It
 * touches nothing but its ports, so the same code runs over any stream and in the simulator.
 *
 *   hello ◄──► hello     the same? ─────────────────────────────────────► live
 *                 └─ a round: who lacks what ─► records ─► done ◄─ done ──► live, synced
 *
 * What comes into the space goes to every peer that did not send it, from the hello on, and waits
 * for credit in a queue of what is held. Nothing of a peer is remembered after it has gone: what it
 * says it has seen is believed of itself, and for one comparison.
 *
 * Rules R5, R7, R42 to R44: docs/spec/replica.md.
 */
import type { Outcome } from "../outcome.ts";
import type { SignedRecord } from "../record.ts";
import { SLOT_MS } from "../slot.ts";
import type { Kept } from "../store.ts";
import { Again } from "./again.ts";
import { Budget } from "./budget.ts";
import { type EndCode, Misbehaved, type SyncEvent } from "./event.ts";
import { decodedFrom, isGuilty } from "./guilt.ts";
import { type Ledger, type LedgerListener, slotOf, wrapped } from "./ledger.ts";
import { type Measured, Offset } from "./offset.ts";
import { Rounds } from "./rounds.ts";
import { Stall } from "./stall.ts";
import { Incoming, Outgoing } from "./traffic.ts";
import { type Message, SYNC_VERSION } from "./wire.ts";

interface SessionPorts {
  readonly ledger: Ledger;
  /** Everything held. */
  records(): Iterable<Kept>;
  /** Slots up to then are closed. */
  dueMs(): number;
  nowMs(): number;
  monotonicMs(): number;
  send(message: Message): void;
  /** Offers the record to the space, and answers later, through `judged`. */
  judge(record: SignedRecord): void;
  tell(event: SyncEvent): void;
  /** Others may have this record from now on. */
  sent(record: SignedRecord): void;
  /** Has the clock corrected by this, and answers later, through `corrected`. */
  correct(measured: Measured): void;
  /** The peer is to be dropped: nothing comes from this session any more. */
  end(code: EndCode, reason: string): void;
}

export interface SessionOptions {
  /** `spaceMark` of the space's name and lifetime. */
  readonly space: bigint;
  /** Whether this peer's clock is the one to measure by. */
  readonly isNode: boolean;
}

/** Messages that are neither records nor credit. */
const CONTROL = { burst: 1_024, perSecond: 20 };
export const SILENT_MS = 30_000;

export class Session implements LedgerListener {
  readonly #ports: SessionPorts;
  readonly #options: SessionOptions;
  readonly #outgoing = new Outgoing();
  readonly #incoming = new Incoming();
  readonly #control = new Budget(CONTROL);
  readonly #rounds: Rounds;
  readonly #offset: Offset;
  #mine: Message<"hello"> | null = null;
  #theirs: Message<"hello"> | null = null;
  readonly #stall = new Stall();
  #isOver = false;
  /** What the other lacks is known, so records may go. */
  #isOpen = false;
  #isSynced = false;
  /** The clock is to be asked first: what goes out by a wrong one is wrong for good. */
  #isHeld: boolean;
  /** What came before that: as many as there is credit for. */
  readonly #early: SignedRecord[] = [];
  /** When something came last, or nothing was due. */
  #heardMs = 0;
  readonly #again = new Again();

  constructor(ports: SessionPorts, options: SessionOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#isHeld = options.isNode;
    this.#offset = new Offset(ports);
    this.#rounds = new Rounds({
      ...ports,
      space: options.space,
      oldest: () => this.#oldest(),
      lacking: (all) => this.#open(all),
    });
  }

  start(): void {
    const from = this.#oldest();
    this.#heardMs = this.#ports.monotonicMs();
    this.#mine = { is: "hello", version: SYNC_VERSION, from, digest: this.#digest(from) };
    this.#ports.send(this.#mine);
    if (this.#options.isNode) this.#offset.ask();
  }

  /** The stream is gone: nothing more comes from this session. */
  stop(): void {
    this.#isOver = true;
  }

  take(message: Message): void {
    if (this.#isOver) return;
    try {
      this.#admit(message);
      this.#handle(message);
      this.#pump();
    } catch (error) {
      if (!(error instanceof Misbehaved)) throw error;
      this.#end(error);
    }
  }

  /** What became of a record that was offered. */
  judged(record: SignedRecord, outcome: Outcome): void {
    if (this.#isOver) return;
    if (outcome.status === "refused") {
      const { code, reason } = outcome;
      if (isGuilty(code)) return this.#end(new Misbehaved("bad_record", `${code}: ${reason}`));
      if (code === "ahead") this.#again.refused(record.stamp);
      this.#ports.tell({ is: "rejected", code, reason });
    }
    this.#finish(record);
    this.#pump();
  }

  /** The clock is right now, as far as this peer can tell. */
  corrected(measured: Measured): void {
    if (this.#isOver) return;
    this.#isHeld = false;
    this.#ports.tell({ is: "offset", ...measured });
    for (const record of this.#early.splice(0)) this.#ports.judge(record);
    this.#pump();
  }

  came(kept: Kept): void {
    // Never back to whom it came from.
    if (this.#isOver || this.#mine === null || this.#incoming.isJudging(kept.record)) return;
    if (slotOf(kept.record) < (this.#theirs?.from ?? 0)) return;
    this.#outgoing.add(kept);
    this.#pump();
  }

  went(kept: Kept): void {
    this.#outgoing.remove(kept.record);
  }

  /** Now and then: what is due by time alone. */
  tick(): void {
    if (this.#isOver) return;
    const nowMs = this.#ports.monotonicMs();
    const isMet = this.#theirs !== null && this.#isOpen && !this.#isHeld;
    const isWaiting = !isMet || this.#rounds.isWaiting || this.#offset.isWaiting;
    if (!isWaiting) this.#heardMs = nowMs;
    if (nowMs - this.#heardMs >= SILENT_MS) {
      return this.#end(new Misbehaved("silent", `nothing came for ${SILENT_MS} ms`));
    }
    if (this.#stall.isNew(this.#outgoing.isStalled, nowMs)) {
      this.#ports.tell({ is: "stalled", waiting: this.#outgoing.waiting });
    }
    if (this.#options.isNode) this.#offset.ask();
    if (!this.#isOpen || !this.#again.isDue(this.#ports.nowMs(), nowMs)) return;
    this.#isSynced = false;
    this.#rounds.lead(this.#theirs?.from ?? 0);
  }

  #admit({ is }: Message): void {
    const nowMs = this.#ports.monotonicMs();
    this.#heardMs = nowMs;
    const isFree = is === "record" || is === "credit";
    if (!isFree && !this.#control.spend(nowMs)) throw new Misbehaved("too_much", `so many: ${is}`);
    if ((is === "hello") === (this.#theirs === null)) return;
    throw new Misbehaved("bad_frame", `a ${is} where none may be`);
  }

  #handle(message: Message): void {
    switch (message.is) {
      case "hello":
        return this.#hello(message);
      case "same":
        return this.#same();
      case "slots":
        this.#isSynced = false;
        return this.#rounds.slots(message);
      case "ask":
        return this.#rounds.ask(message);
      case "seen":
        return this.#rounds.seen(message);
      case "record":
        return this.#record(message.bytes);
      case "done":
        this.#rounds.done();
        this.#incoming.done();
        return this.#settle();
      case "credit":
        if (this.#outgoing.grant(message.records)) return;
        throw new Misbehaved("bad_frame", "more credit than there was");
      case "when":
        return this.#ports.send({ is: "time", nowMs: this.#ports.nowMs() });
      case "time":
        return this.#time(message.nowMs);
    }
  }

  /** Whose slots begin earlier can tell whether the rest is the same; else the lower digest leads. */
  #hello(theirs: Message<"hello">): void {
    const { version, from, digest } = theirs;
    if (version !== SYNC_VERSION) throw new Misbehaved("bad_version", `version ${version}`);
    this.#theirs = theirs;
    const mine = this.#mine!;
    if (mine.from > from) return;
    const own = mine.from === from ? mine.digest : this.#digest(from);
    if (own === digest) {
      if (mine.from < from) this.#ports.send({ is: "same" });
      this.#open([]);
      this.#settle();
    } else if (mine.from < from || own < digest) {
      this.#rounds.lead(from);
    }
  }

  #same(): void {
    const isDue = !this.#isOpen && this.#mine!.from > this.#theirs!.from;
    if (!isDue) throw new Misbehaved("bad_frame", "a same where none may be");
    this.#open([]);
    this.#settle();
  }

  #record(bytes: Uint8Array): void {
    if (!this.#incoming.spend()) throw new Misbehaved("over_credit", "a record without credit");
    const record = decodedFrom(bytes);
    // The other has it: it need not go there.
    this.#outgoing.remove(record);
    const { ledger } = this.#ports;
    const isClosed = record.expiresAt <= this.#ports.dueMs();
    const isKnown = this.#incoming.isJudging(record) || ledger.hasSeen(record);
    if (isClosed || isKnown) return this.#finish(null);
    this.#incoming.begin(record);
    // What came first would be compared with what a wrong clock has stamped.
    if (this.#isHeld) this.#early.push(record);
    else this.#ports.judge(record);
  }

  #time(nowMs: number): void {
    const measured = this.#offset.take(nowMs);
    if (measured === null) throw new Misbehaved("bad_frame", "a time that nobody asked for");
    if (measured !== "again") this.#ports.correct(measured);
  }

  /** Null: one that need not be judged. */
  #finish(record: SignedRecord | null): void {
    const records = this.#incoming.end(record);
    if (records > 0) this.#ports.send({ is: "credit", records });
    this.#settle();
  }

  #open(lacking: readonly Kept[]): void {
    this.#isOpen = true;
    for (const kept of lacking) {
      if (!this.#incoming.isJudging(kept.record)) this.#outgoing.add(kept);
    }
  }

  #pump(): void {
    if (!this.#isOpen || this.#isHeld || this.#isOver) return;
    for (let kept = this.#outgoing.next(); kept !== null; kept = this.#outgoing.next()) {
      this.#ports.sent(kept.record);
      this.#ports.send({ is: "record", bytes: kept.record.bytes });
    }
    if (this.#outgoing.waiting === 0) this.#rounds.sent();
    this.#settle();
  }

  #settle(): void {
    this.#rounds.finish(this.#incoming.settled());
    if (!this.#isOpen || this.#isSynced || !this.#rounds.isOver) return;
    this.#isSynced = true;
    this.#ports.tell({ is: "synced" });
  }

  #oldest(): number {
    return Math.floor(this.#ports.dueMs() / SLOT_MS) + 1;
  }

  #digest(from: number): bigint {
    return wrapped(this.#ports.ledger.digest(from) + this.#options.space);
  }

  #end({ code, message }: Misbehaved): void {
    this.#isOver = true;
    this.#ports.end(code, message);
  }
}
