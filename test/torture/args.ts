/** The command line of `npm run torture`. */

/** Faults done to the members of groups, in real processes. */
export interface TortureOrder {
  readonly what: "partition";
  /** How long faults are done. */
  readonly seconds: number;
  readonly seed: number;
  /** Whether the summary is printed as JSON. */
  readonly json: boolean;
}

/** Damage done to what replicas say to each other. */
export interface CorruptionOrder {
  readonly what: "replica";
  /** How many messages are changed. */
  readonly tries: number;
  readonly seed: number;
  readonly json: boolean;
}

/** Damage done to what a march is told, and a client that means harm beside one. */
export interface HostileOrder {
  readonly what: "march";
  /** How many messages, records and requests are damaged or forged, all together. */
  readonly tries: number;
  readonly seed: number;
  readonly json: boolean;
}

export const USAGE = `usage: npm run torture -- partition [--seconds N] [--seed S] [--json]
       npm run torture -- replica [--tries N] [--seed S] [--json]
       npm run torture -- march [--tries N] [--seed S] [--json]
  --seconds N   how long faults are done, 20 to 86400; without it 60
  --tries N     how many messages are changed, 100 to 10000000; without it 100000
  --seed S      which faults, 0 to 999999999; without it a random one, which is printed
  --json        print the summary as JSON`;

/** Every kind of fault comes at least once, and every kind of message. */
const AMOUNTS = {
  partition: { option: "--seconds", usual: 60, least: 20, most: 86_400 },
  replica: { option: "--tries", usual: 100_000, least: 100, most: 10_000_000 },
  march: { option: "--tries", usual: 100_000, least: 100, most: 10_000_000 },
} as const;
const SEEDS = 1_000_000;
const SEED_MAX = 999_999_999;
const WHOLE = /^\d{1,9}$/;

interface Wrong {
  readonly wrong: string;
}

/** Returns the order, "help", or one line that says what is wrong. */
export function orderOf(
  args: readonly string[],
  random: () => number,
): TortureOrder | CorruptionOrder | HostileOrder | "help" | Wrong {
  if (args.includes("--help")) return "help";
  const [what, ...rest] = args;
  if (what !== "partition" && what !== "replica" && what !== "march") {
    const said = what === undefined ? "what to torture is missing" : `"${what}" has no torture`;
    return { wrong: `${said}: partition, replica, march, or --help` };
  }
  const { option, usual } = AMOUNTS[what];
  const order = { amount: usual as number, seed: Math.floor(random() * SEEDS), json: false };
  for (let at = 0; at < rest.length; at += 1) {
    const name = rest[at]!;
    if (name === "--json") {
      order.json = true;
    } else if (name === option || name === "--seed") {
      at += 1;
      const value = numberFor(name, rest[at] ?? "");
      if (typeof value !== "number") return value;
      order[name === "--seed" ? "seed" : "amount"] = value;
    } else {
      return { wrong: `unknown argument "${name}": --help tells which there are` };
    }
  }
  const { amount, ...all } = order;
  return what === "partition" ? { what, seconds: amount, ...all } : { what, tries: amount, ...all };
}

function numberFor(option: string, value: string): number | Wrong {
  const limits = Object.values(AMOUNTS).find((each) => each.option === option);
  const { least, most } = limits ?? { least: 0, most: SEED_MAX };
  const number = WHOLE.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  return { wrong: `${option}: "${value}" is no whole number from ${least} to ${most}` };
}
