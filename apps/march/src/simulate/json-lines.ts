/** JSON objects over a stream, one a line. The other end is a process of ours. */
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/** Calls `hears` for each line, in order, until the stream ends. */
export function readLines<Message>(from: Readable, hears: (message: Message) => void): void {
  createInterface({ input: from, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) =>
    hears(JSON.parse(line) as Message),
  );
}

export function writeLine(to: Writable, message: unknown): void {
  to.write(`${JSON.stringify(message)}\n`);
}
