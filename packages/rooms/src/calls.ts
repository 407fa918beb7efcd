/**
 * Calls of a client that wait for the owner's answer. One that is not answered, in time or because
 * the connection broke, may or may not have been run: `unknown_outcome`.
 *
 * Rule M13: docs/spec/rooms.md.
 */
import { decode, encode } from "cborg";
import { Fault, isFaultCode } from "./fault.ts";
import { CALL_BYTES_MAX, CALL_MS_MAX, CALLS_MAX } from "./limits.ts";
import type { Timers } from "./timers.ts";
import type { Message } from "./wire.ts";

interface Waiting {
  resolve(result: unknown): void;
  reject(fault: Fault): void;
}

/** The arguments of a call, as they are sent. Throws `RangeError` on what is too large. */
export function argumentBytes(args: unknown): Uint8Array {
  const body = encode(args);
  if (body.length <= CALL_BYTES_MAX) return body;
  throw new RangeError(`arguments of ${body.length} bytes, at most ${CALL_BYTES_MAX}`);
}

export class Calls {
  readonly #timers: Timers;
  readonly #waiting = new Map<number, Waiting>();

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  /** Resolves with the answer to this request, or rejects with a `Fault`: `too_many`, if such wait. */
  answerTo(request: number): Promise<unknown> {
    if (this.#waiting.size >= CALLS_MAX) throw new Fault("too_many", `${CALLS_MAX} calls wait`);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#waiting.set(request, { resolve, reject });
    const cancel = this.#timers.after(CALL_MS_MAX, () =>
      this.#fail(request, new Fault("unknown_outcome", "no answer came in time")),
    );
    return promise.finally(cancel);
  }

  take({ request, code, reason, result }: Message<"answer">): void {
    if (code !== "") return this.#fail(request, toldFault(code, reason));
    this.#waiting.get(request)?.resolve(decode(result));
    this.#waiting.delete(request);
  }

  /** The connection is gone, and the answers with it. */
  break(): void {
    for (const request of this.#waiting.keys()) {
      this.#fail(request, new Fault("unknown_outcome", "the connection broke"));
    }
  }

  #fail(request: number, fault: Fault): void {
    this.#waiting.get(request)?.reject(fault);
    this.#waiting.delete(request);
  }
}

/** A code that only a newer node knows counts as over by and by. */
export function toldFault(code: string, reason: string): Fault {
  return new Fault(isFaultCode(code) ? code : "unavailable", reason);
}
