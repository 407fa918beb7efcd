/**
 * What others wrote into a database, for a terminal: as one line that commands it to nothing.
 *
 * Rule N32: docs/spec/node.md.
 */

/** Controls and what turns a text around become their numbers: "\u{1b}[2J" clears no screen. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, numbered);
}

function numbered(char: string): string {
  return `\\u{${char.codePointAt(0)?.toString(16)}}`;
}
