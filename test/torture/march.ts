/**
 * `npm run torture -- march`: damaged messages, records that nobody wrote, forged requests; then a
 * march of 150 people in peace and beside a client that floods it, in turn.
 *
 * Rules S16 to S19: docs/spec/march-simulation.md.
 */
import { fileURLToPath } from "node:url";
import { openNode } from "../../apps/march/test/fake-node.ts";
import type { Io } from "../../apps/node/src/io.ts";
import { startOwnNode } from "../../apps/node/src/verbs/own-node.ts";
import { type AttackReport, attack, complaintsOf } from "../hostile/attack.ts";
import { fuzzHttp, type HttpReport } from "../hostile/http-fuzz.ts";
import { looseRoutes } from "../hostile/http-tally.ts";
import { CRIMES, fuzzRecords, type RecordReport } from "../hostile/record-fuzz.ts";
import { fuzzWire, SENDABLE, type WireReport } from "../hostile/wire-fuzz.ts";
import type { HostileOrder } from "./args.ts";
import type { Told } from "./replica.ts";

/** Of all tries; the rest are messages. */
const RECORDS_SHARE = 0.25;
const REQUESTS_SHARE = 0.05;
/** All routes together are asked so often in a round. */
const REQUESTS_A_ROUND = 144;
const GROWTH_MB_MAX = 5;
const FLOOD = { people: 150, ticks: 4, speed: 1, turns: 2, messagesPerSecond: 10_000 };

interface Verdict {
  readonly seed: number;
  readonly wire: WireReport;
  readonly records: RecordReport;
  readonly requests: HttpReport;
  readonly attack: AttackReport;
  readonly complaints: readonly string[];
}

export async function tortureMarch(
  { tries, seed, json }: HostileOrder,
  say: (line: string) => void,
): Promise<Told> {
  const share = 1 - RECORDS_SHARE - REQUESTS_SHARE;
  say("damaged messages");
  const wire = await fuzzWire(Math.ceil((tries * share) / SENDABLE.length), seed);
  say("records that nobody wrote");
  const records = await fuzzRecords(Math.ceil((tries * RECORDS_SHARE) / CRIMES.length), seed);
  say("forged requests");
  const requests = await forge(Math.ceil((tries * REQUESTS_SHARE) / REQUESTS_A_ROUND), seed);
  say(`${FLOOD.people} people in peace and under attack, ${FLOOD.turns} times`);
  const attacked = await flood();
  const complaints = [
    ...fuzzComplaints({ wire, records, requests }),
    ...looseRoutes(requests.routes, requests.rounds),
    ...complaintsOf(attacked),
  ];
  const verdict = { seed, wire, records, requests, attack: attacked, complaints };
  const told = json ? JSON.stringify(verdict) : describe(verdict);
  return { told, isRight: complaints.length === 0 };
}

async function forge(each: number, seed: number): Promise<HttpReport> {
  const node = await openNode();
  try {
    return await fuzzHttp(node, each, seed);
  } finally {
    await node.close();
  }
}

async function flood(): Promise<AttackReport> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const io: Io = {
    root,
    env: process.env,
    signal: new AbortController().signal,
    print: () => undefined,
    report: () => undefined,
    ask: async () => null,
  };
  const node = await startOwnNode(io);
  try {
    return await attack(node, FLOOD);
  } finally {
    await node.close();
  }
}

type Fuzzed = Pick<Verdict, "wire" | "records" | "requests">;

function fuzzComplaints(fuzzed: Fuzzed): readonly string[] {
  return Object.entries(fuzzed).flatMap(([what, report]) => {
    const { accepted, acceptedTexts, controls, controlsAccepted, growthMB } = report;
    const bugs = "bugs" in report ? report.bugs : 0;
    const found: readonly (readonly [boolean, string])[] = [
      [accepted > 0, `${what}: ${accepted} were accepted: ${acceptedTexts.join("; ")}`],
      [controlsAccepted < controls, `${what}: a control was refused`],
      [bugs > 0, `${what}: ${bugs} bugs`],
      [growthMB > GROWTH_MB_MAX, `${what}: ${growthMB} MB more are held`],
    ];
    return found.filter(([isSo]) => isSo).map(([, complaint]) => complaint);
  });
}

function describe({ seed, wire, records, requests, attack: of, complaints }: Verdict): string {
  return [
    ...complaints,
    `seed ${seed}`,
    `messages: ${JSON.stringify(wire)}`,
    `records: ${JSON.stringify(records)}`,
    `requests: ${JSON.stringify(requests)}`,
    `attack: ${JSON.stringify(of)}`,
  ].join("\n");
}
