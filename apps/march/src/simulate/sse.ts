/**
 * Reads Server-Sent Events (HTML Living Standard, 9.2) as far as the march's stream uses them:
 * `event` and `data`; comments and other fields are passed over.
 */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** What a server may send without ending an event. */
const EVENT_CHARS_MAX = 8_000_000;

export class SseReader {
  #rest = "";

  /** Returns the events that are complete with this piece of text. */
  read(text: string): readonly ServerEvent[] {
    const blocks = (this.#rest + text).replaceAll("\r\n", "\n").split("\n\n");
    this.#rest = blocks.pop() ?? "";
    if (this.#rest.length > EVENT_CHARS_MAX) throw new RangeError("an event without an end");
    return blocks.map(eventOf).filter((event) => event.data !== "");
  }
}

function eventOf(block: string): ServerEvent {
  const fields = block.split("\n").map((line) => /^(event|data): ?(.*)$/.exec(line));
  const valuesOf = (name: string) =>
    fields.filter((field) => field?.[1] === name).map((field) => field?.[2] ?? "");
  return { event: valuesOf("event").at(-1) ?? "message", data: valuesOf("data").join("\n") };
}
