/** The command line of `npm run sim`. */

export interface SimOrder {
  readonly seeds: number;
  /** The first seed. */
  readonly from: number;
  /** Whether to print the history of the first seed instead. */
  readonly trace: boolean;
}

export const USAGE = `usage: npm run sim -- partition [--seeds N] [--from S] [--trace]
  --seeds N   how many seeds, 1 to 1000000; without it 200
  --from S    the first one, from 0; without it 1
  --trace     print the whole history of that one seed instead`;

const SEEDS = 200;
const SEEDS_MAX = 1_000_000;
const WHOLE = /^\d{1,9}$/;

/** Returns the order, "help", or one line that says what is wrong. */
export function orderOf(args: readonly string[]): SimOrder | string {
  if (args.includes("--help")) return "help";
  const [what, ...rest] = args;
  if (what !== "partition") {
    return `${what === undefined ? "what to simulate is missing" : `"${what}" has no simulation`}: partition, or --help`;
  }
  const order = { seeds: null as number | null, from: 1, trace: false };
  for (let at = 0; at < rest.length; at += 1) {
    const option = rest[at];
    if (option === "--trace") {
      order.trace = true;
    } else if (option === "--seeds" || option === "--from") {
      at += 1;
      const value = rest[at] ?? "";
      if (!WHOLE.test(value)) return `${option}: "${value}" is no whole number from 0`;
      order[option === "--seeds" ? "seeds" : "from"] = Number(value);
    } else {
      return `unknown argument "${option}": --help tells which there are`;
    }
  }
  if (order.trace && order.seeds !== null) return "--trace is of one seed: use --from, not --seeds";
  const seeds = order.seeds ?? SEEDS;
  if (seeds < 1 || seeds > SEEDS_MAX) return `--seeds: ${seeds} is not from 1 to ${SEEDS_MAX}`;
  return { ...order, seeds };
}
