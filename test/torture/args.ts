/** The command line of `npm run torture`. */

export interface TortureOrder {
  /** How long faults are done. */
  readonly seconds: number;
  readonly seed: number;
  /** Whether the summary is printed as JSON. */
  readonly json: boolean;
}

export const USAGE = `usage: npm run torture -- partition [--seconds N] [--seed S] [--json]
  --seconds N   how long faults are done, 20 to 86400; without it 60
  --seed S      which faults, 0 to 999999999; without it a random one, which is printed
  --json        print the summary as JSON`;

const SECONDS = 60;
/** Every kind of fault comes at least once. */
const SECONDS_MIN = 20;
const SECONDS_MAX = 86_400;
const SEEDS = 1_000_000;
const SEED_MAX = 999_999_999;
const WHOLE = /^\d{1,9}$/;

/** Returns the order, "help", or one line that says what is wrong. */
export function orderOf(
  args: readonly string[],
  random: () => number,
): TortureOrder | "help" | { readonly wrong: string } {
  if (args.includes("--help")) return "help";
  const [what, ...rest] = args;
  if (what !== "partition") {
    const said = what === undefined ? "what to torture is missing" : `"${what}" has no torture`;
    return { wrong: `${said}: partition, or --help` };
  }
  const order = { seconds: SECONDS, seed: Math.floor(random() * SEEDS), json: false };
  for (let at = 0; at < rest.length; at += 1) {
    const option = rest[at];
    if (option === "--json") {
      order.json = true;
    } else if (option === "--seconds" || option === "--seed") {
      at += 1;
      const value = rest[at] ?? "";
      const name = option === "--seconds" ? "seconds" : "seed";
      const [least, most] = name === "seconds" ? [SECONDS_MIN, SECONDS_MAX] : [0, SEED_MAX];
      order[name] = WHOLE.test(value) ? Number(value) : Number.NaN;
      if (!(order[name] >= least && order[name] <= most)) {
        return { wrong: `${option}: "${value}" is no whole number from ${least} to ${most}` };
      }
    } else {
      return { wrong: `unknown argument "${option}": --help tells which there are` };
    }
  }
  return order;
}
