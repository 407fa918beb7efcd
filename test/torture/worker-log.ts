/**
 * What a worker writes down while it works, one line at once, so that nothing is lost when it is
 * killed; times are of the clock that all processes share.
 */
import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import type { Fence } from "../../packages/partition/src/fence.ts";
import { sharedMs } from "./clock.ts";

/** What a worker acts on: a place in a numbering, or a key. */
export type Right =
  | { readonly index: number; readonly size: number; readonly epoch: number }
  | { readonly key: string; readonly fence: Fence };

export type Note =
  /** The worker may act until then; null: not at all. */
  | { readonly kind: "lease"; readonly untilMs: number | null }
  | { readonly kind: "begin"; readonly turn: number; readonly right: Right }
  /** It was told to stop. */
  | { readonly kind: "ask"; readonly turn: number }
  | { readonly kind: "end"; readonly turn: number }
  /** What came of a write: "acknowledged", or a fault's code. */
  | { readonly kind: "write"; readonly operation: string; readonly outcome: string }
  | { readonly kind: "news"; readonly text: string };

export type Line = Note & { readonly atMs: number; readonly group: string };

export class WorkerLog {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, "a");
  }

  write(group: string, note: Note): void {
    const line: Line = { atMs: sharedMs(), group, ...note };
    writeSync(this.#file, `${JSON.stringify(line)}\n`);
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** A last line that was cut short by a kill is left out; killed at its start, a worker has no log. */
export function readLog(path: string): readonly Line[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Line);
}
