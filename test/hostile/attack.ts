/**
 * A march in peace, and one beside a client that means harm, in turn on the same node: what the
 * others notice of it.
 *
 *   peace ─► attack ─► peace ─► attack: how late pins are, how many moves are missed, what is kept
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { generateKeys, openIdentity } from "@muster/replica";
import { systemTimers } from "@muster/rooms";
import { MarchApi } from "../../apps/march/src/simulate/api.ts";
import { heldAtRest } from "../../apps/march/src/simulate/held-at-rest.ts";
import { readLines, writeLine } from "../../apps/march/src/simulate/json-lines.ts";
import { NYSE_CONVERGE } from "../../apps/march/src/simulate/nyse-converge.ts";
import { planOf, readOptions } from "../../apps/march/src/simulate/options.ts";
import { run } from "../../apps/march/src/simulate/run.ts";
import type { StartedNode } from "../../apps/march/src/simulate/started-node.ts";
import type { Summary } from "../../apps/march/src/simulate/summary.ts";
import type { Attacked, Target } from "./attacker.ts";

const SCRIPT = fileURLToPath(new URL("attacker.ts", import.meta.url));

export interface AttackOptions {
  readonly people: number;
  readonly ticks: number;
  readonly speed: number;
  /** How often peace and attack take turns. */
  readonly turns: number;
  readonly messagesPerSecond: number;
}

export interface AttackReport {
  readonly people: number;
  readonly quietP99Ms: readonly number[];
  readonly attackedP99Ms: readonly number[];
  /** Of the medians. */
  readonly ratio: number;
  /** Under attack; and in peace, which is the machine's own doing. */
  readonly missedMoves: number;
  readonly quietMissedMoves: number;
  /** How late the simulation itself was with a post, at most, in peace and under attack. */
  readonly behindMs: readonly (readonly [quiet: number, attacked: number])[];
  readonly errors: readonly string[];
  readonly attacks: readonly Attacked[];
  /** CPU time of the node for each person and tick. */
  readonly quietCpuMs: readonly (number | null)[];
  readonly attackedCpuMs: readonly (number | null)[];
  /** Held at rest after the last attack, against before the first. */
  readonly growthMB: number | null;
}

const ERRORS_TOLD_MAX = 3;
const RATIO_MAX = 2;
const GROWTH_MB_MAX = 50;
/** What an attack must have done to count as one: of what was asked; and each second. */
const SENT_SHARE_MIN = 0.9;
const FORGED_MIN = 5;
const FRAMES_MIN = 1;

/** What an attack must not do to others. Rule S19: docs/spec/march-simulation.md. */
export function complaintsOf(report: AttackReport): readonly string[] {
  const { ratio, missedMoves, quietMissedMoves, growthMB, attacks, errors } = report;
  const forged = attacks.reduce((sum, { forgedAccepted }) => sum + forgedAccepted, 0);
  return [
    ...(ratio > 0 ? [] : ["nobody measured how late pins are"]),
    ...(ratio > RATIO_MAX ? [`pins were ${ratio} times as late under attack`] : []),
    ...(missedMoves > 0
      ? [`${missedMoves} moves were missed under attack, ${quietMissedMoves} in peace`]
      : []),
    ...(growthMB === null ? ["nobody measured what the node keeps"] : []),
    ...((growthMB ?? 0) > GROWTH_MB_MAX ? [`the node keeps ${growthMB} MB of an attack`] : []),
    ...(forged > 0 ? [`${forged} forged sessions were accepted`] : []),
    ...attacks
      .filter((each) => !isAttack(each))
      .map((each) => `no attack: ${JSON.stringify(each)}`),
    ...(attacks.length === 0 ? ["nothing was attacked"] : []),
    ...errors,
  ];
}

function isAttack({ seconds, asked, messages, forged, megabyteFrames }: Attacked): boolean {
  const isPumped = messages >= SENT_SHARE_MIN * asked * seconds;
  const isForged = forged >= FORGED_MIN * seconds && megabyteFrames >= FRAMES_MIN * seconds;
  // An attack that never began tells no seconds.
  return seconds > 0 && asked > 0 && isPumped && isForged;
}

export async function attack(node: StartedNode, options: AttackOptions): Promise<AttackReport> {
  const { people, turns } = options;
  const quiet: Summary[] = [];
  const attacked: Summary[] = [];
  const attacks: Attacked[] = [];
  const target = await targetOn(node.url, options.messagesPerSecond);
  // Code and tables are warm before memory is compared.
  await march(node, options);
  const before = await heldBy(node);
  for (let turn = 0; turn < turns; turn += 1) {
    quiet.push(await march(node, options));
    const stop = startAttacker(target);
    attacked.push(await march(node, options));
    attacks.push(await stop());
  }
  const after = await heldBy(node);
  const [quietP99Ms, attackedP99Ms] = [quiet, attacked].map((all) =>
    all.map(({ latencyMs }) => latencyMs.p99),
  );
  return {
    people,
    quietP99Ms: quietP99Ms ?? [],
    attackedP99Ms: attackedP99Ms ?? [],
    ratio: Math.round((median(attackedP99Ms) / median(quietP99Ms)) * 100) / 100,
    missedMoves: missedIn(attacked),
    quietMissedMoves: missedIn(quiet),
    behindMs: quiet.map((each, turn) => [
      each.behindMs.posts,
      attacked[turn]?.behindMs.posts ?? Number.NaN,
    ]),
    errors: attacked.flatMap(({ errorTexts }) => errorTexts.slice(0, ERRORS_TOLD_MAX)),
    attacks,
    quietCpuMs: quiet.map((each) => each.serverCpuMsPerPersonTick),
    attackedCpuMs: attacked.map((each) => each.serverCpuMsPerPersonTick),
    growthMB: before === null || after === null ? null : Math.round((after - before) / 1e5) / 10,
  };
}

/** In bytes; null where nobody can ask. Right after a march, what was freed is not swept yet. */
async function heldBy({ memory }: StartedNode): Promise<number | null> {
  return memory === null ? null : (await heldAtRest(memory, pause)).heapBytes;
}

function missedIn(marches: readonly Summary[]): number {
  return marches.reduce((sum, { missedMoves }) => sum + missedMoves, 0);
}

async function march(node: StartedNode, options: AttackOptions): Promise<Summary> {
  const { people, ticks, speed } = options;
  const flags = { people, ticks, speed, viewers: 3, expired: 0, seed: 3, rounds: 0 };
  const texts = Object.fromEntries(Object.entries(flags).map(([name, each]) => [name, `${each}`]));
  const given = { race: false, json: true, ...texts };
  const read = readOptions(given as Parameters<typeof readOptions>[0], 1);
  return run(read, planOf(read, NYSE_CONVERGE), {
    timers: systemTimers,
    signal: new AbortController().signal,
    startNode: async () => ({ ...node, close: async () => undefined }),
    show: () => undefined,
    tell: () => undefined,
  });
}

/** A march of its own: on a node of many, nobody may notice what is done to another. */
export async function targetOn(url: string, messagesPerSecond: number): Promise<Target> {
  const api = new MarchApi(url, systemTimers);
  const steward = await openIdentity(await generateKeys());
  const { id, invite } = await api.make(steward, { hours: 1, lifetimeSeconds: 1_800 });
  return { url, march: id, invite, messagesPerSecond };
}

/** Returns what ends it, with what it did. */
export function startAttacker(target: Target): () => Promise<Attacked> {
  const child = spawn(process.execPath, ["-C", "@muster/source", SCRIPT], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const told = Promise.withResolvers<Attacked>();
  child.stdin.on("error", () => undefined);
  readLines(child.stdout, (line) => told.resolve(line as Attacked));
  const exited = once(child, "exit").then(() => told.reject(new Error("the attacker ended")));
  writeLine(child.stdin, target);
  return async () => {
    child.stdin.end();
    const attacked = await told.promise;
    await exited;
    return attacked;
  };
}

function median(numbers: readonly number[] = []): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
