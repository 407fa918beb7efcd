/**
 * A short sign for a person who has no name here: enough to tell the people of one contingent
 * apart, the same on every phone, and nothing that says who it is.
 *
 * Rule W13: docs/spec/march-page.md.
 */
/** Without 0, O, 1, I, L, S and 5, which are taken for one another. */
export const LETTERS = "ABCDEFGHJKMNPQRTUVWXYZ2346789";
const CODE_CHARS = 3;

export function codeOf(person: string): string {
  // FNV-1a, 32 bits.
  let hash = 0x811c9dc5;
  for (let i = 0; i < person.length; i += 1) {
    hash = Math.imul(hash ^ person.charCodeAt(i), 0x01000193) >>> 0;
  }
  let code = "";
  for (let i = 0; i < CODE_CHARS; i += 1) {
    code += LETTERS[hash % LETTERS.length]!;
    hash = Math.floor(hash / LETTERS.length);
  }
  return code;
}
