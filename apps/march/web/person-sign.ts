/**
 * The long sign of a person: the three letters that everyone sees, and nine more. Whoever likes can
 * try keys until three letters are somebody else's; for twelve that takes too long. So a steward
 * compares these with what the person's own phone shows.
 *
 *   ABC DEF GHJ KMN     29^12: more than 2^58
 *
 * Rule W61: docs/spec/march-page.md.
 */
import { codeOf, LETTERS } from "./person-code.ts";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const MORE_CHARS = 9;
const BASE = BigInt(LETTERS.length);

/** In groups of three. `person` is 128 bits of a hash in base64url: its digits are a number. */
export function signOf(person: string): string {
  let rest = 0n;
  for (const digit of person) rest = rest * 64n + BigInt(DIGITS.indexOf(digit));
  let sign = codeOf(person);
  for (let i = 0; i < MORE_CHARS; i += 1) {
    sign += LETTERS[Number(rest % BASE)]!;
    rest /= BASE;
  }
  return sign.replaceAll(/(?<=^(?:.{3})+)(?=.)/g, " ");
}
