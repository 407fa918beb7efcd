/** JSON objects over a stream, one a line. The other end is a process of ours. */
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/** Calls `hears` for each line, in order, until the stream ends. */
export function readLines(from: Readable, hears: (message: unknown) => void): void {
  createInterface({ input: from, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) =>
    hears(JSON.parse(line)),
  );
}

export function writeLine(to: Writable, message: unknown): void {
  to.write(`${JSON.stringify(message)}\n`);
}
