/**
 * A network between clients and an edge: messages arrive in order and late, connections break
 * with what was on its way, and while there is no edge nobody answers.
 */
import type { ClientSocket } from "../src/client.ts";
import type { Connection } from "../src/connection.ts";
import type { Edge } from "../src/edge.ts";
import type { Socket } from "../src/outlet.ts";
import type { FakeTimers } from "./fake-timers.ts";

export class FakeNetwork {
  edge: Edge | null = null;
  readonly #timers: FakeTimers;
  readonly #delayMs: () => number;
  readonly #cables = new Set<Cable>();

  constructor(timers: FakeTimers, delayMs: () => number) {
    this.#timers = timers;
    this.#delayMs = delayMs;
  }

  dial(): ClientSocket {
    const cable = new Cable(
      (run) => this.#timers.after(this.#delayMs(), run),
      () => void this.#cables.delete(cable),
    );
    this.#cables.add(cable);
    cable.plugIn(() => this.edge);
    return cable.client;
  }

  /** Breaks connections that `choose` picks. Returns how many. */
  cut(choose: () => boolean): number {
    const chosen = [...this.#cables].filter(choose);
    for (const cable of chosen) cable.cut(1006, "");
    return chosen.length;
  }
}

/** One connection: what each end sends waits in line for the other. */
class Cable {
  readonly client: ClientSocket;
  readonly #later: (run: () => void) => void;
  readonly #onCut: () => void;
  readonly #lines: { toEdge: (() => void)[]; toClient: (() => void)[] } = {
    toEdge: [],
    toClient: [],
  };
  #connection: Connection | null = null;
  #isCut = false;

  constructor(later: (run: () => void) => void, onCut: () => void) {
    this.#later = later;
    this.#onCut = onCut;
    this.client = {
      binaryType: "",
      onopen: null,
      onmessage: null,
      onclose: null,
      send: (bytes) => {
        const copy = bytes.slice();
        this.#queue("toEdge", () => void this.#connection?.receive(copy));
      },
      close: () => this.cut(1000, ""),
    };
  }

  plugIn(edge: () => Edge | null): void {
    this.#queue("toEdge", () => {
      this.#connection = edge()?.open(this.#socket()) ?? null;
      if (this.#connection === null) this.cut(1006, "");
      else this.#queue("toClient", () => this.client.onopen?.());
    });
  }

  cut(code: number, reason: string): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#onCut();
    this.#connection?.closed();
    this.client.onclose?.({ code, reason });
  }

  #socket(): Socket {
    return {
      queuedBytes: 0,
      send: (bytes) => {
        const data = bytes.slice().buffer;
        this.#queue("toClient", () => this.client.onmessage?.({ data }));
      },
      close: (code, reason) => this.#queue("toClient", () => this.cut(code, reason)),
    };
  }

  /** Each delay lets the next in line through, whoever it was meant for: order is kept. */
  #queue(way: "toEdge" | "toClient", run: () => void): void {
    const line = this.#lines[way];
    line.push(run);
    this.#later(() => {
      const next = line.shift();
      if (!this.#isCut) next?.();
    });
  }
}
