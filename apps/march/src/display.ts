/**
 * What a read-only display is told, as Server-Sent Events: first all that stands, then what
 * changed, at most ten times a second. A display that cannot follow is told less often, and of
 * each person only what is true now, so that it holds no more memory than there are people.
 *
 *   event: positions   data: [{id, contingent, lat, lon} | {id, gone: true}, …]
 *   event: erased      data: {}
 *
 * Rules A3, A10: docs/spec/march.md.
 */
import { repeat, type Timers } from "@muster/rooms";
import type { Owner } from "@muster/rooms/server";
import { degreesOf, positions } from "./model.ts";

export const PACE_MS = 100;
/** A sign of life, so that what stands between does not cut a quiet stream. */
export const BEAT_MS = 10_000;

export interface DisplayOptions {
  readonly owner: Owner;
  readonly timers: Timers;
  /** When it may watch no longer, in milliseconds since the epoch. */
  readonly endsAt: number;
  /** It has ended, by itself or by `end`. Called once. */
  readonly onEnd: () => void;
}

const encoder = new TextEncoder();

export class Display {
  /** The bytes of the stream. Cancelling it ends the display. */
  readonly events: ReadableStream<Uint8Array>;
  readonly #options: DisplayOptions;
  readonly #changed = new Set<string>();
  readonly #stops: readonly (() => void)[];
  #writer!: ReadableStreamDefaultController<Uint8Array>;
  #isErased = false;
  #isEnded = false;

  constructor(options: DisplayOptions) {
    this.#options = options;
    this.events = new ReadableStream({
      start: (writer) => {
        this.#writer = writer;
      },
      cancel: () => this.#stop(),
    });
    const { owner, timers, endsAt } = options;
    this.#changeAll();
    this.#tellChanges();
    this.#stops = [
      owner.space.subscribe(positions, ({ key }) => void this.#changed.add(key)),
      owner.listen(({ isErase }) => {
        if (isErase) this.#begin();
      }),
      repeat(timers, PACE_MS, () => this.#flush()),
      repeat(timers, BEAT_MS, () => this.#beat()),
      timers.after(endsAt - timers.now(), () => this.end()),
    ];
  }

  /** Ends the stream, after what it was told. */
  end(): void {
    if (this.#isEnded) return;
    this.#writer.close();
    this.#stop();
  }

  #stop(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    for (const stop of this.#stops) stop();
    this.#options.onEnd();
  }

  /** An erase clears the display, also of pins that came after it and were told before it. */
  #begin(): void {
    this.#isErased = true;
    this.#changeAll();
  }

  #changeAll(): void {
    for (const person of this.#options.owner.space.view(positions).keys()) {
      this.#changed.add(person);
    }
  }

  #flush(): void {
    if (!this.#hasRoom) return;
    if (this.#isErased) this.#write("event: erased\ndata: {}\n\n");
    this.#isErased = false;
    if (this.#changed.size > 0) this.#tellChanges();
  }

  #tellChanges(): void {
    const told = JSON.stringify([...this.#changed].map((person) => this.#stateOf(person)));
    this.#changed.clear();
    this.#write(`event: positions\ndata: ${told}\n\n`);
  }

  #stateOf(person: string): object {
    const now = this.#options.owner.space.view(positions).get(person)?.value;
    if (now === undefined || now.place === null) return { id: person, gone: true };
    return { id: person, contingent: now.contingent, ...degreesOf(now.place) };
  }

  #beat(): void {
    if (this.#hasRoom) this.#write(": here\n\n");
  }

  #write(text: string): void {
    this.#writer.enqueue(encoder.encode(text));
  }

  /** Whether what was written before has been taken. */
  get #hasRoom(): boolean {
    return (this.#writer.desiredSize ?? 0) > 0;
  }
}
