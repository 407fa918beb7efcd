/**
 * `muster help`: every verb; `muster help up`, or `muster up --help`: one verb with its flags.
 */
import { withoutPasswords } from "../database-url.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { findVerb, VERBS, type VerbEntry, verbsOfWord } from "../verbs.ts";

const WIDTH_MIN = 16;

export function isHelpFlag(arg: string): boolean {
  return arg === "--help" || arg === "-h";
}

/** `muster help …`. Throws `usage`, also where a word is left over. */
export function help(args: readonly string[], io: Io): number {
  const words = args.filter((arg) => !isHelpFlag(arg));
  const [first] = words;
  if (first === undefined) printAll(io);
  else if (words.length === 1 && verbsOfWord(first).length > 0) {
    for (const verb of verbsOfWord(first)) printVerb(verb, io);
  } else printVerb(verbOf(words), io);
  return 0;
}

/** `muster up … --help`: what else stands there does not matter. Throws `usage`. */
export function helpBeside(args: readonly string[], io: Io): number {
  const words = args.filter((arg) => !isHelpFlag(arg));
  return help(words.length < 2 ? words : findVerb(words).verb.name.split(" "), io);
}

function verbOf(words: readonly string[]): VerbEntry {
  const { verb, rest } = findVerb(words);
  const [extra] = rest.map(withoutPasswords);
  if (extra === undefined) return verb;
  const message = `"${extra}" is a word too many: help is about one verb, such as ${verb.name}`;
  throw new Fault("usage", message);
}

function printAll(io: Io): void {
  io.print("usage: muster <verb> [flags]");
  io.print("");
  printRows(
    VERBS.map(({ name, summary }) => [name, summary] as const),
    io,
  );
  io.print("");
  io.print('"muster help <verb>" tells its flags.');
}

function printVerb({ name, words = [], summary, flags, notes = [] }: VerbEntry, io: Io): void {
  const usage = [name, ...words, ...(flags.length === 0 ? [] : ["[flags]"])];
  io.print(`muster ${usage.join(" ")}`);
  io.print(`  ${summary}`);
  if (flags.length > 0) io.print("");
  printRows(flags, io);
  if (notes.length > 0) io.print("");
  for (const note of notes) io.print(`  ${note}`);
}

function printRows(rows: readonly (readonly [left: string, right: string])[], io: Io): void {
  const width = Math.max(WIDTH_MIN, ...rows.map(([left]) => left.length + 2));
  for (const [left, right] of rows) io.print(`  ${left.padEnd(width)}${right}`);
}
