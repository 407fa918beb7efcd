/** The command line of `npm run sim`. */

export const WHAT = ["partition", "replica"] as const;

export interface SimOrder {
  readonly what: (typeof WHAT)[number];
  readonly seeds: number;
  /** The first seed. */
  readonly from: number;
  /** Whether to print the history of the first seed instead. */
  readonly trace: boolean;
}

export const USAGE = `usage: npm run sim -- partition|replica [--seeds N] [--from S] [--trace]
  --seeds N   how many seeds, 1 to 1000000; without it 200
  --from S    the first one, 0 to 999999999; without it 1
  --trace     print the whole history of that one seed instead`;

const SEEDS = 200;
const SEEDS_MAX = 1_000_000;
const FROM_MAX = 999_999_999;
const WHOLE = /^\d{1,9}$/;

/** Returns the order, "help", or one line that says what is wrong. */
export function orderOf(args: readonly string[]): SimOrder | string {
  if (args.includes("--help")) return "help";
  const [named, ...rest] = args;
  const what = WHAT.find((each) => each === named);
  if (what === undefined) {
    return `${named === undefined ? "what to simulate is missing" : `"${named}" has no simulation`}: ${WHAT.join(", ")}, or --help`;
  }
  const order = { what, seeds: null as number | null, from: 1, trace: false };
  for (let at = 0; at < rest.length; at += 1) {
    const option = rest[at];
    if (option === "--trace") {
      order.trace = true;
    } else if (option === "--seeds" || option === "--from") {
      at += 1;
      const value = rest[at] ?? "";
      const [least, most] = option === "--seeds" ? [1, SEEDS_MAX] : [0, FROM_MAX];
      const number = WHOLE.test(value) ? Number(value) : Number.NaN;
      if (!(number >= least && number <= most)) {
        return `${option}: "${value}" is no whole number from ${least} to ${most}`;
      }
      order[option === "--seeds" ? "seeds" : "from"] = number;
    } else {
      return `unknown argument "${option}": --help tells which there are`;
    }
  }
  if (order.trace && order.seeds !== null) return "--trace is of one seed: use --from, not --seeds";
  return { ...order, seeds: order.seeds ?? SEEDS };
}
