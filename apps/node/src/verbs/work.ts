/**
 * `muster work <group>`: takes part in a group and says so once a second, as long as it may. Run
 * it in several terminals to see who has which place, and what happens when one dies or hangs.
 *
 *     muster: 14:03:12.4 joined as member 0198…, process 4711
 *     reports:[0/4] working away as usual...
 *
 * Rules P6, P13: docs/spec/partition.md; N32: docs/spec/node.md.
 */
import { hostname } from "node:os";
import { join, type News, postgres } from "@muster/partition";
import { DATABASE_FLAGS, parseCount, parseSeconds, parseWords } from "../config.ts";
import type { Database } from "../database.ts";
import type { Fault } from "../fault.ts";
import { asNodeFault, checkGroup, joinPrepared, openGroupDatabase } from "../group-database.ts";
import type { Verb } from "../io.ts";
import { sayKeys } from "./work-keys.ts";
import type { Manner } from "./work-manner.ts";
import { sayPlaces } from "./work-places.ts";

const LINE_MS = 1_000;
const PARTITIONS_MAX = 65_536;
const LEFT = "left the group";
/** By then the member has been at work for a while. */
const HANG_AFTER_MS = 5_000;

const DIED = {
  buried: "fenced: the others heard nothing of this member and declared it dead",
  failover: "fenced: another database answers now, which may not know this member",
  stuck: "fenced: this member did not stop when the group changed, and gave up its place",
} as const;

export const work: Verb = async (args, io) => {
  const { name, partitions, slowMs, hangMs, crashMs, flags } = orderOf(args);
  await checkGroup(name);
  const lost = new AbortController();
  await using opened = new AsyncDisposableStack();
  const database = await openGroupDatabase(flags, io, (fault: Fault) => lost.abort(fault));
  opened.defer(() => database.close());
  const signal = AbortSignal.any([io.signal, lost.signal]);
  const tell = (line: string) => io.report(`${timeOfDay(new Date())} ${line}`);
  const print = (line: string) => io.print(line);
  const manner = { slowMs, everyMs: LINE_MS, print, tell };
  const enter = () => takePart(database.pool, { name, partitions, signal }, manner);
  const { group, working } = await asNodeFault(joinPrepared(database.pool, enter));
  // Why it is over is told below.
  opened.defer(() => group.leave().catch(() => {}));
  const hear = (news: News) => tell(describe(news));
  if (group.id !== null) hear({ kind: "joined", id: group.id });
  group.on("news", hear);
  if (hangMs !== null) setTimeout(() => hang(hangMs), HANG_AFTER_MS).unref();
  if (crashMs !== null) setTimeout(() => process.kill(process.pid, "SIGKILL"), crashMs).unref();
  await asNodeFault(Promise.race([working(), group.left]));
  lost.signal.throwIfAborted();
  tell(signal.aborted ? LEFT : `asked to leave (muster drain): ${LEFT}`);
  return 0;
};

function orderOf(args: readonly string[]) {
  const { words, flags } = parseWords(args, ["group"], {
    ...DATABASE_FLAGS,
    partitions: { type: "string" },
    slow: { type: "string" },
    hang: { type: "string" },
    "crash-after": { type: "string" },
  });
  return {
    name: words.group,
    partitions: parseCount("partitions", flags.partitions, PARTITIONS_MAX),
    slowMs: parseSeconds("slow", flags.slow) ?? 0,
    hangMs: parseSeconds("hang", flags.hang),
    crashMs: parseSeconds("crash-after", flags["crash-after"]),
    flags,
  };
}

interface Part {
  readonly name: string;
  /** Null in a group that numbers its members. */
  readonly partitions: number | null;
  readonly signal: AbortSignal;
}

async function takePart(pool: Database["pool"], part: Part, manner: Manner) {
  const { name, partitions, signal } = part;
  const store = postgres(pool);
  const mine = { label: `${hostname()}:${process.pid}`, signal };
  if (partitions === null) {
    const group = await join(store, name, mine);
    return { group, working: () => sayPlaces(group, manner) };
  }
  const group = await join(store, name, { ...mine, partitions });
  return { group, working: () => sayKeys(group, partitions, manner) };
}

function describe(news: News): string {
  if (news.kind === "joined") return `joined as member ${news.id}, process ${process.pid}`;
  if (news.kind === "unweighed") return news.why.message;
  if (news.kind === "unreachable") return `${news.why.message}; it is asked again and again`;
  return news.kind === "died" ? DIED[news.why] : `member ${news.id} was silent, and is out`;
}

/** "14:03:12.4", to be compared between terminals. */
function timeOfDay(now: Date): string {
  return `${now.toTimeString().slice(0, 8)}.${Math.floor(now.getMilliseconds() / 100)}`;
}

/** Nothing of this process runs meanwhile, as in an endless computation. */
function hang(forMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
}
