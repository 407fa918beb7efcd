/**
 * What is heard of a group, told no more often than members may want to look. A burst, such as many
 * that join, is told at once; anybody who may connect can notify without end, and is heard ten
 * times a second.
 *
 * Rule P14: docs/spec/partition.md.
 */
import type { Ports } from "../ports.ts";

const BURST = 10;
const EVERY_MS = 100;

interface Heard {
  /** How many may be told at once. */
  readonly left: number;
  readonly atMs: number;
}

export class Notices {
  readonly #ports: Ports;
  readonly #tell: (what: string) => void;
  readonly #heard = new Map<string, Heard>();
  /** What ends the wait of each. */
  readonly #waiting = new Map<string, () => void>();

  constructor(ports: Ports, tell: (what: string) => void) {
    this.#ports = ports;
    this.#tell = tell;
  }

  hear(what: string): void {
    if (this.#waiting.has(what)) return;
    const atMs = this.#ports.now().monotonicMs;
    const before = this.#heard.get(what) ?? { left: BURST, atMs };
    const left = Math.min(BURST, before.left + (atMs - before.atMs) / EVERY_MS);
    if (left >= 1) {
      this.#heard.set(what, { left: left - 1, atMs });
      this.#tell(what);
      return;
    }
    const cancel = this.#ports.after(Math.ceil((1 - left) * EVERY_MS), () => {
      this.#waiting.delete(what);
      this.hear(what);
    });
    this.#waiting.set(what, cancel);
  }

  close(): void {
    for (const cancel of this.#waiting.values()) cancel();
    this.#waiting.clear();
  }
}
