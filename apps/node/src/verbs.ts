/**
 * The verbs of the `muster` command. One line adds a verb, which is loaded only
 * when it is used. A name may be two words ("bench march").
 */
import { Fault } from "./fault.ts";
import type { Verb } from "./io.ts";

export interface VerbEntry {
  readonly name: string;
  /** How it is written after the name, for the help text. */
  readonly usage: string;
  readonly summary: string;
  readonly load: () => Promise<Verb>;
}

export const VERBS: readonly VerbEntry[] = [
  {
    name: "up",
    usage: "[--port N] [--host H] [--data DIR] [--database URL] [--map FILE]",
    summary: "starts PostgreSQL (or uses --database) and one node; npm start does this",
    load: async () => (await import("./verbs/up.ts")).up,
  },
  {
    name: "doctor",
    usage: "[--data DIR] [--database URL]",
    summary: "prints versions, the data directory, whether a node runs and the database answers",
    load: async () => (await import("./verbs/doctor.ts")).doctor,
  },
  {
    name: "reset",
    usage: "[--data DIR] [--yes]",
    summary: "deletes the data directory with everything in it, after asking",
    load: async () => (await import("./verbs/reset.ts")).reset,
  },
  {
    name: "simulate march",
    usage:
      "[--people N|random] [--viewers N] [--ticks N] [--speed X] [--seed N] [--route FILE] [--expired N] [--race] [--sabotage drop|stall|swap] [--url URL] [--json]",
    summary: "walks people along a route, checks every pin of every tick, erases, counts",
    load: async () => (await import("./verbs/simulate.ts")).simulate,
  },
  {
    name: "bench march",
    usage: "[--quick] [--json]",
    summary: "posts on the schedule of Where@ and prints its published figures beside ours",
    load: async () => (await import("./verbs/bench.ts")).bench,
  },
  {
    name: "version",
    usage: "",
    summary: "prints the version (also --version)",
    load: async () => (await import("./verbs/version.ts")).version,
  },
];

/** The verb that the arguments begin with, and the arguments after it. */
export function findVerb(args: readonly string[]): {
  readonly verb: VerbEntry;
  readonly rest: readonly string[];
} {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(" ");
    const verb = VERBS.find((candidate) => candidate.name === name);
    if (verb !== undefined) return { verb, rest: args.slice(words) };
  }
  const names = VERBS.map((verb) => verb.name).join(", ");
  throw new Fault("usage", `unknown verb "${args[0] ?? ""}": there are ${names} and help`);
}
