/**
 * The server's log, bounded: when the file is full it becomes `.1`, and what
 * was `.1` is gone. The last lines also stay in memory, to explain a failed
 * start. A full disk loses log lines and nothing else.
 */
import { appendFileSync, renameSync, statSync } from "node:fs";

const FILE_BYTES_MAX = 5_000_000;
const TAIL_CHARS_MAX = 4_000;

export class BoundedLog {
  readonly #path: string;
  readonly #bytesMax: number;
  #bytes: number;
  #tail = "";

  constructor(path: string, bytesMax = FILE_BYTES_MAX) {
    this.#path = path;
    this.#bytesMax = bytesMax;
    this.#bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  write(text: string): void {
    this.#tail = (this.#tail + text).slice(-TAIL_CHARS_MAX);
    try {
      if (this.#bytes > 0 && this.#bytes + text.length > this.#bytesMax) this.#turn();
      appendFileSync(this.#path, text, { mode: 0o600 });
      this.#bytes += Buffer.byteLength(text);
    } catch {
      // The server must not stop because its log cannot be written.
    }
  }

  /** What was written last, for the one who asks why. */
  get tail(): string {
    return this.#tail;
  }

  #turn(): void {
    renameSync(this.#path, `${this.#path}.1`);
    this.#bytes = 0;
  }
}
