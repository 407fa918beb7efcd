/**
 * `muster help`: every verb on two lines.
 */
import type { Io } from "../io.ts";
import type { VerbEntry } from "../verbs.ts";

export function printHelp(verbs: readonly VerbEntry[], io: Io): number {
  for (const verb of verbs) {
    io.print(`muster ${verb.name} ${verb.usage}`.trimEnd());
    io.print(`    ${verb.summary}`);
  }
  return 0;
}
