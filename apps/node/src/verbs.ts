/**
 * The verbs of the `muster` command and what help says of each. One entry adds a verb, which is
 * loaded only when it is used. A name may be two words: "bench march".
 *
 * A test compares the flags that are named here with those that the verb takes.
 */
import { withoutPasswords } from "./database-url.ts";
import { Fault } from "./fault.ts";
import type { Verb } from "./io.ts";

export interface VerbEntry {
  readonly name: string;
  /** What comes after the name, before the flags. */
  readonly words?: readonly string[];
  readonly summary: string;
  /** How a flag is written, and what it does: with its unit, its range and its default. */
  readonly flags: readonly (readonly [string, string])[];
  /** What else a newcomer must know. */
  readonly notes?: readonly string[];
  readonly load: () => Promise<Verb>;
}

const DATA = [
  "--data DIR",
  "where the database is kept (default: .muster in this repository)",
] as const;
const DATABASE = [
  "--database URL",
  "a PostgreSQL of yours, 17 or later: postgres://user@host:5432/name (default: an embedded one); give one with a password as DATABASE_URL",
] as const;
const PORT = [
  "--port N",
  "the TCP port, 0 to 65535; 0 is any free one (default 4000, or PORT)",
] as const;
const HOST = [
  "--host H",
  "the address to listen at; 0.0.0.0 is every one of this machine (default 127.0.0.1, or HOST)",
] as const;
const NODE = [
  ["--map FILE", "a map in PMTiles format (default: a plain grid, or MAP)"],
  ["--tls-cert FILE", "a certificate in PEM, with those that vouch for it (or TLS_CERT)"],
  ["--tls-key FILE", "its private key in PEM, without a passphrase (or TLS_KEY)"],
  [
    "--trusted-proxy NETS",
    "servers in front, on other machines, that say for whom they ask, at most 16: 10.0.0.1,10.1.0.0/16 (or TRUSTED_PROXY)",
  ],
] as const;
const JSON_FLAG = [
  "--json",
  "one JSON document on standard output, progress on standard error",
] as const;
const ORIGINAL =
  "The original is Where@, the march map that March succeeds; its polling API lives on in March.";

export const VERBS: readonly VerbEntry[] = [
  {
    name: "up",
    summary: "starts a node and its database, and runs until Ctrl-C; npm start does this",
    flags: [PORT, HOST, DATA, DATABASE, ...NODE],
    notes: ["With npm, flags come after two dashes: npm start -- --port 5000"],
    load: async () => (await import("./verbs/up.ts")).up,
  },
  {
    name: "doctor",
    summary:
      "examines what a node needs, a line each, with what to do; exit code 1 if it is not well",
    flags: [
      PORT,
      HOST,
      DATA,
      DATABASE,
      ...NODE,
      JSON_FLAG,
      ["--url", "prints only the embedded database's address, with its password, while it runs"],
    ],
    notes: [
      "Give it the flags of muster up: it looks at the same port, files and database.",
      "For a program of yours beside muster up or muster work, which keep the database running:",
      '  DATABASE_URL="$(npx muster doctor --url)" node my-program.ts',
    ],
    load: async () => (await import("./verbs/doctor.ts")).doctor,
  },
  {
    name: "reset",
    summary: "deletes the data directory with everything in it, after asking",
    flags: [DATA, ["--yes", "does not ask"]],
    load: async () => (await import("./verbs/reset.ts")).reset,
  },
  {
    name: "work",
    words: ["<group>"],
    summary: "takes part in a group of processes that share work, and says its place in it",
    flags: [
      DATA,
      DATABASE,
      [
        "--partitions N",
        "shares out N partitions, 1 to 65536, and says which are here (default: numbers the members)",
      ],
      ["--slow S", "takes S seconds to stop when the group changes, 0 to 3600 (default 0)"],
      ["--hang S", "after 5 s does nothing at all for S seconds, as a process that hangs"],
      ["--crash-after S", "kills itself after S seconds"],
    ],
    notes: [
      "Start it in several terminals: each says its place, and how many there are.",
      "End one with Ctrl-C, or with kill -9 or kill -STOP and the process that it names as it joins,",
      "and see what the others do. All members of a group give the same --partitions.",
    ],
    load: async () => (await import("./verbs/work.ts")).work,
  },
  {
    name: "who",
    words: ["<group>"],
    summary: "prints the members of a group",
    flags: [DATA, DATABASE, JSON_FLAG],
    load: async () => (await import("./verbs/who.ts")).who,
  },
  {
    name: "explain",
    words: ["<group>", "<key>"],
    summary: "prints who owns a key of a group, since when, and why",
    flags: [DATA, DATABASE],
    load: async () => (await import("./verbs/explain.ts")).explain,
  },
  {
    name: "drain",
    words: ["<group>", "<member>"],
    summary: "asks a member of a group, by index or id, to hand over and leave",
    flags: [DATA, DATABASE],
    load: async () => (await import("./verbs/drain.ts")).drain,
  },
  {
    name: "simulate march",
    summary: "walks people along a route, and checks every pin that others are shown of them",
    flags: [
      ["--people N", "how many walk, 1 to 10000, or random: 1 to 300 (default 150)"],
      [
        "--viewers N",
        "processes that watch, 1 to 20: by WebSocket, SSE and polling in turn (default 3)",
      ],
      ["--ticks N", "moves of each person, 1 to 200 (default: once along the route)"],
      [
        "--speed X",
        "how many times faster than walking, 0.1 to 50; a tick lasts 5 s / X on the default route (default 1)",
      ],
      [
        "--seed N",
        "0 to 4294967295; the same seed walks the same way (default: another each time)",
      ],
      [
        "--route FILE",
        "a route as .json, or .gpx with a track for each contingent (default: to the New York Stock Exchange)",
      ],
      ["--expired N", "that many more, 0 to 100, whose posts are too old to be taken (default 0)"],
      ["--race", "erases everything while people post, and checks that all see the same after it"],
      ["--sabotage HOW", "drop, stall or swap posts: the run must fail, which shows that it can"],
      [
        "--rounds N",
        "at the end, 0 to 100 times: everyone posts, everything is erased, the node's memory is measured (default 10 from 1000 people on, else 0)",
      ],
      ["--url URL", "a node that runs already (default: one of its own, with a new database)"],
      JSON_FLAG,
    ],
    notes: [
      "Exit code 0: every move was seen in time and the erases left nothing. 1: not so, with the reasons.",
      "More than a busy machine can do shows as missed moves: the summary says how late it was itself.",
      ORIGINAL,
    ],
    load: async () => (await import("./verbs/simulate.ts")).simulate,
  },
  {
    name: "bench march",
    summary:
      "posts as the original's measurement did, and prints its published figures beside ours",
    flags: [
      ["--quick", "50 people for 3 s: shows that the bench works, and has no figures to compare"],
      JSON_FLAG,
    ],
    notes: [
      "Without --quick: 250, 500, then 1,000 people, ten posts each, 5 s apart; about 3 minutes.",
      "Starts a node of its own. The raw report is kept in bench/results.",
      ORIGINAL,
    ],
    load: async () => (await import("./verbs/bench.ts")).marchBench,
  },
  {
    name: "bench partition",
    summary: "kills, joins and counts: how fast a group shares its work again, and what that costs",
    flags: [
      ["--quick", "a few kills and joins: shows that the bench works, its figures mean little"],
      JSON_FLAG,
    ],
    notes: [
      "Without --quick: 100 kills on each path and 60 joins of real processes, 400 changes of a",
      "group in memory, heartbeats of 10 to 5,000 members; about 7 minutes.",
      "Starts a database of its own. The raw report is kept in bench/results.",
    ],
    load: async () => (await import("./verbs/bench.ts")).partitionBench,
  },
  {
    name: "bench replica",
    summary: "reconnects, damages, deletes and adds: spaces beside five libraries that do the like",
    flags: [
      ["--quick", "a few of each: shows that the bench works, its figures mean little"],
      JSON_FLAG,
    ],
    notes: [
      "Without --quick: 10,000 authors, 10,000 changed bytes of each, adds up to 1,000,000 (of a peer:",
      "as many as it does in 10 s); about 4 minutes, at most 3 GB of memory.",
      "Installs yjs, automerge, loro-crdt, tinybase and scuttlebutt into bench/peers, the first time.",
      "Everything is in memory. The raw report is kept in bench/results.",
    ],
    load: async () => (await import("./verbs/bench.ts")).replicaBench,
  },
  {
    name: "version",
    summary: "prints the version (also --version)",
    flags: [],
    load: async () => (await import("./verbs/version.ts")).version,
  },
];

/** The verb that the arguments begin with, and the arguments after it. Throws `usage`. */
export function findVerb(args: readonly string[]): {
  readonly verb: VerbEntry;
  readonly rest: readonly string[];
} {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(" ");
    const verb = VERBS.find((candidate) => candidate.name === name);
    if (verb !== undefined) return { verb, rest: args.slice(words) };
  }
  const [first = "", second = ""] = args.map(withoutPasswords);
  const longer = namesOf(verbsOfWord(first));
  if (longer === "") {
    throw new Fault("usage", `unknown verb "${first}": there are ${namesOf(VERBS)} and help`);
  }
  const wrong = second === "" || second.startsWith("-") ? "" : `, and no "${first} ${second}"`;
  throw new Fault("usage", `"${first}" needs a second word: there is ${longer}${wrong}`);
}

/** The verbs of two words that begin with this one. */
export function verbsOfWord(word: string): readonly VerbEntry[] {
  return VERBS.filter(({ name }) => name.startsWith(`${word} `));
}

function namesOf(verbs: readonly VerbEntry[]): string {
  return verbs.map(({ name }) => name).join(", ");
}
