/**
 * `muster work <group>`: takes part in a group and says so once a second, as long as it may. Run
 * it in several terminals to see who has which place, and what happens when one dies or hangs.
 *
 *     reports:[0/4] working away as usual...
 *
 * Rules P6, P13: docs/spec/partition.md; N32: docs/spec/node.md.
 */
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { type Group, join, type News, postgres, type View } from "@muster/partition";
import { DATABASE_FLAGS, parseSeconds, parseWords } from "../config.ts";
import type { Fault } from "../fault.ts";
import { asNodeFault, checkGroup, joinPrepared, openGroupDatabase } from "../group-database.ts";
import type { Io, Verb } from "../io.ts";

const LINE_MS = 1_000;
const LEFT = "left the group";
/** By then the member has been at work for a while. */
const HANG_AFTER_MS = 5_000;

const DIED = {
  buried: "fenced: the others heard nothing of this member and declared it dead",
  failover: "fenced: another database answers now, which may not know this member",
  stuck: "fenced: this member did not stop when the group changed, and gave up its place",
} as const;

export const work: Verb = async (args, io) => {
  const { words, flags } = parseWords(args, ["group"], {
    ...DATABASE_FLAGS,
    slow: { type: "string" },
    hang: { type: "string" },
    "crash-after": { type: "string" },
  });
  const slowMs = parseSeconds("slow", flags.slow) ?? 0;
  const hangMs = parseSeconds("hang", flags.hang);
  const crashMs = parseSeconds("crash-after", flags["crash-after"]);
  await checkGroup(words.group);
  const lost = new AbortController();
  await using opened = new AsyncDisposableStack();
  const database = await openGroupDatabase(flags, io, (fault: Fault) => lost.abort(fault));
  opened.defer(() => database.close());
  const signal = AbortSignal.any([io.signal, lost.signal]);
  const label = `${hostname()}:${process.pid}`;
  const enter = () => join(postgres(database.pool), words.group, { label, signal });
  const group = await asNodeFault(joinPrepared(database.pool, enter));
  // Why it is over is told below.
  opened.defer(() => group.leave().catch(() => {}));
  if (group.id !== null) tell({ kind: "joined", id: group.id }, io);
  group.on("news", (news) => tell(news, io));
  if (hangMs !== null) setTimeout(() => hang(hangMs), HANG_AFTER_MS).unref();
  if (crashMs !== null) setTimeout(() => process.kill(process.pid, "SIGKILL"), crashMs).unref();
  const line = ({ index, size }: View<unknown>) =>
    io.print(`${words.group}:[${index}/${size}] working away as usual...`);
  await asNodeFault(Promise.race([workIn(group, slowMs, line), group.left]));
  lost.signal.throwIfAborted();
  io.report(signal.aborted ? LEFT : `asked to leave (muster drain): ${LEFT}`);
  return 0;
};

/** Until the group is left, or refuses this member. */
async function workIn(
  group: Group<unknown>,
  slowMs: number,
  work: (view: View<unknown>) => void,
): Promise<void> {
  for await (const view of group.views) await workUnder(view, slowMs, work);
}

/** Works until it must stop; an application that is slow takes its time even then. */
async function workUnder(
  view: View<unknown>,
  slowMs: number,
  work: (view: View<unknown>) => void,
): Promise<void> {
  while (!view.signal.aborted) {
    // A process that was stopped goes on here, before its timers have told it anything.
    if (view.isUsable) work(view);
    await sleep(LINE_MS, undefined, { signal: view.signal }).catch(() => {});
  }
  if (slowMs > 0) await sleep(slowMs);
}

function tell(news: News, io: Io): void {
  if (news.kind === "joined") io.report(`joined as member ${news.id}`);
  if (news.kind === "died") io.report(DIED[news.why]);
  if (news.kind === "buried") io.report(`member ${news.id} was silent, and is out`);
}

/** Nothing of this process runs meanwhile, as in an endless computation. */
function hang(forMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
}
