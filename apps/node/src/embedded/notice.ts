/**
 * What the guardian tells its users over their sockets: one JSON document a line.
 * Users tell it nothing; that a socket is open is all they have to say.
 */
export type Notice =
  | { readonly kind: "progress"; readonly text: string }
  | { readonly kind: "ready"; readonly url: string }
  /** The server does not run (any more), and this guardian will not start it again. */
  | { readonly kind: "lost"; readonly text: string };

const NOTICE_CHARS_MAX = 10_000;

export function encodeNotice(notice: Notice): string {
  return `${JSON.stringify(notice)}\n`;
}

/** Splits what arrives into notices; the rest of an unfinished line waits for more. */
export function noticeReader(onNotice: (notice: Notice) => void): (chunk: string) => void {
  let rest = "";
  return (chunk) => {
    const lines = (rest + chunk).split("\n");
    rest = (lines.pop() ?? "").slice(-NOTICE_CHARS_MAX);
    for (const line of lines) onNotice(decodeNotice(line));
  };
}

/** A guardian of another version may say what we do not know; that it said something is progress. */
function decodeNotice(line: string): Notice {
  const found: unknown = JSON.parse(line);
  const text = fieldOf(found, "text");
  const url = fieldOf(found, "url");
  const kind = fieldOf(found, "kind");
  if (kind === "ready" && url !== null) return { kind, url };
  if (kind === "lost" && text !== null) return { kind, text };
  return { kind: "progress", text: text ?? line };
}

function fieldOf(value: unknown, name: string): string | null {
  if (value === null || typeof value !== "object") return null;
  const field: unknown = Reflect.get(value, name);
  return typeof field === "string" ? field : null;
}
