/**
 * Whether somebody typed the word that confirms what cannot be undone: phones begin with a capital
 * letter and end with a space by themselves.
 *
 * Rule W65: docs/spec/march-page.md.
 */
export function isTyped(typed: string, word: string): boolean {
  return typed.trim().toUpperCase() === word;
}
