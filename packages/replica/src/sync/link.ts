/**
 * A session on a real stream: bytes in, bytes out, and the space that judges what comes. Nothing
 * here waits for a slow stream: what lies in it is bounded by credit, and who asks for more and
 * more without reading is dropped.
 *
 *   chunk ─► frames ─► session ─► frames ─► pipe
 *                         └─► space ─► session
 *
 * Rules R5, R7, R42, R44: docs/spec/replica.md.
 */
import { Malformed } from "../fault.ts";
import type { ReceiveOptions } from "../outcome.ts";
import type { SignedRecord } from "../record.ts";
import type { Space } from "../space.ts";
import type { EndCode, SyncEvent } from "./event.ts";
import { Frames, frame } from "./frames.ts";
import type { Ledger } from "./ledger.ts";
import type { Measured } from "./offset.ts";
import { Session } from "./session.ts";
import { decodeMessage, encodeMessage } from "./wire.ts";

/** What carries the bytes. */
export interface Pipe {
  /** Takes all of them, in order, at once. */
  send(bytes: Uint8Array<ArrayBuffer>): void;
  /** Bytes that were given to it and are still here, where that can be known. */
  readonly waiting?: () => number;
  /** Ends the connection; may be called when it has ended already. */
  close(): void;
}

export interface Timers {
  /** Milliseconds from some start, which nobody can set. */
  monotonic(): number;
  /** Calls `run` once. Returns what cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

/** Who is at the other end, and what it may. */
export interface Peer extends Omit<ReceiveOptions, "verified"> {
  /**
   * True only for a node that the transport has authenticated: its records are taken without
   * checking their signatures again, and its clock is the one to measure by.
   */
  readonly isNode?: boolean;
  readonly onEvent?: (event: SyncEvent) => void;
}

interface LinkOptions {
  readonly space: Space;
  readonly ledger: Ledger;
  /** `spaceMark` of the space. */
  readonly mark: bigint;
  readonly timers: Timers;
  readonly peer: Peer;
  /** Sets the clock right, and what was written by it. */
  readonly correct: (measured: Measured) => Promise<void>;
}

const TICK_MS = 1_000;
/** A whole comparison and the credit are less. */
export const WAITING_BYTES_MAX = 16 * 1_048_576;

export class Link {
  readonly #options: LinkOptions;
  readonly #pipe: Pipe;
  readonly #frames = new Frames();
  readonly #session: Session;
  readonly #unlisten: () => void;
  #cancelTick: () => void = () => undefined;
  #isOver = false;

  constructor(options: LinkOptions, pipe: Pipe) {
    this.#options = options;
    this.#pipe = pipe;
    const { space, ledger, timers, mark, peer } = options;
    const session = new Session(
      {
        ledger,
        records: () => space.records(),
        dueMs: () => space.dueMs,
        nowMs: () => space.clock.now(),
        monotonicMs: () => timers.monotonic(),
        send: (message) => pipe.send(frame(encodeMessage(message))),
        judge: (record) => void this.#judge(record),
        tell: (event) => peer.onEvent?.(event),
        sent: (record) => space.sent(record),
        correct: (measured) => void this.#correct(measured),
        end: (code, reason) => this.#end(code, reason),
      },
      { space: mark, isNode: peer.isNode === true },
    );
    this.#session = session;
    this.#unlisten = ledger.listen({
      came: (kept) => this.#alone(() => session.came(kept)),
      went: (kept) => this.#alone(() => session.went(kept)),
    });
  }

  /** Says hello. Once, before anything else. */
  start(): void {
    this.#alone(() => this.#session.start());
    if (!this.#isOver) this.#tick();
  }

  /** Bytes from the other, cut anywhere. They may be changed afterwards. */
  take(chunk: Uint8Array): void {
    if (this.#isOver) return;
    this.#alone(() => {
      // Only what the other says makes more of it: records are bounded by credit, which it gives.
      const waiting = this.#pipe.waiting?.() ?? 0;
      if (waiting > WAITING_BYTES_MAX) return this.#end("unread", `${waiting} bytes wait for it`);
      for (const bytes of this.#frames.take(chunk)) this.#session.take(decodeMessage(bytes));
    });
  }

  /** The connection is gone, or is to go. May be called twice. */
  close(): void {
    this.#end("closed", "the connection was closed");
  }

  async #judge(record: SignedRecord): Promise<void> {
    const { space, peer } = this.#options;
    try {
      const options = { ...peer, verified: peer.isNode === true };
      const outcome = await space.receiveRecord(record, options);
      this.#session.judged(record, outcome);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #correct(measured: Measured): Promise<void> {
    try {
      await this.#options.correct(measured);
      this.#session.corrected(measured);
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Whoever calls has nothing to catch it with, and is at another's work as well. */
  #alone(run: () => void): void {
    try {
      run();
    } catch (error) {
      if (error instanceof Malformed) this.#end("bad_frame", error.message);
      else this.#failed(error);
    }
  }

  /** A model or a listener of the application threw: said to it, not to the other. */
  #failed(error: unknown): void {
    this.#end("failed", messageOf(error));
  }

  #tick(): void {
    this.#cancelTick = this.#options.timers.after(TICK_MS, () => {
      this.#alone(() => this.#session.tick());
      if (!this.#isOver) this.#tick();
    });
  }

  #end(code: EndCode, reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#session.stop();
    this.#unlisten();
    this.#cancelTick();
    const unclosed = failureOf(() => this.#pipe.close());
    const why = unclosed === null ? reason : `${reason}; and it does not close: ${unclosed}`;
    // Whoever fails to hear of the end has nobody left to hear of that.
    failureOf(() => this.#options.peer.onEvent?.({ is: "ended", code, reason: why }));
  }
}

/** Null: it has not failed. */
function failureOf(run: () => void): string | null {
  try {
    run();
    return null;
  } catch (error) {
    return messageOf(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
