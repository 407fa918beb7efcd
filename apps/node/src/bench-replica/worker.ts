/**
 * A process of the bench: one subject, alone in its memory, answers every question in turn. It
 * ends with its standard input.
 *
 * Rule N36: docs/spec/node.md.
 */
import { createInterface } from "node:readline";
import { type Meter, measureAdds } from "./adds.ts";
import { measureCorruption } from "./corruption.ts";
import { measureForgotten } from "./forgotten.ts";
import type { Asked, Figures, Told } from "./message.ts";
import { OurSubject } from "./ours/ours.ts";
import { plainMap } from "./ours/plain-map.ts";
import { AutomergeSubject } from "./peers/automerge.ts";
import { loader } from "./peers/load.ts";
import { LoroSubject } from "./peers/loro.ts";
import { ScuttlebuttSubject } from "./peers/scuttlebutt.ts";
import { TinyBaseSubject } from "./peers/tinybase.ts";
import { YjsSubject } from "./peers/yjs.ts";
import type { PeerName } from "./plan.ts";
import type { Subject } from "./subject.ts";

const ADAPTERS = {
  yjs: YjsSubject,
  "@automerge/automerge": AutomergeSubject,
  "loro-crdt": LoroSubject,
  tinybase: TinyBaseSubject,
  scuttlebutt: ScuttlebuttSubject,
} as const satisfies Record<PeerName, unknown>;

/** Less than that from one collection to the next is nothing. */
const SETTLED_BYTES = 10_000;
/** Collections that are waited for. */
const GC_PASSES_MAX = 50;

const meter: Meter = {
  reached: (records) => tell({ doing: `adds, ${records} so far` }),
  wallMs: () => performance.now(),
  cpuMs: () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  },
  bytesInUse: async () => {
    // Until there is no less: what one pass finalizes the next one frees.
    let [before, now] = [Infinity, await collected()];
    for (let left = GC_PASSES_MAX; left > 0 && now <= before - SETTLED_BYTES; left -= 1) {
      before = now;
      now = await collected();
    }
    return now;
  },
};

/** In a turn of its own, so that what has been finalized is heard of. */
async function collected(): Promise<number> {
  await new Promise((resolve) => void setImmediate(resolve));
  globalThis.gc?.();
  // WebAssembly's memory and array buffers are external.
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const tell = (told: Told): void => void process.stdout.write(`${JSON.stringify(told)}\n`);

async function answer({ name, plan, root }: Asked): Promise<Figures> {
  if (name === "plain map") {
    return { adds: await measureAdds(plainMap, { ...plan, msMax: Infinity }, meter) };
  }
  const isOurs = name === "ours";
  const subject: Subject = isOurs
    ? new OurSubject()
    : await ADAPTERS[name].open(await loader(root));
  // First, while memory is as good as empty: what the others leave behind goes when it likes.
  tell({ doing: "adds" });
  const msMax = isOurs ? Infinity : plan.peerAddsMsMax;
  const adds = await measureAdds(() => subject.shelf(), { ...plan, msMax }, meter);
  tell({ doing: "corruption" });
  const corruption = await measureCorruption(await subject.trial(), plan.flips);
  tell({ doing: "forgetting" });
  const forgotten = await measureForgotten(subject);
  tell({ doing: `reconnect of ${plan.authors} authors` });
  const reconnect = await subject.reconnect(plan.authors);
  return { corruption, forgotten, reconnect, adds };
}

// A terminal's Ctrl-C is for the bench, which then ends its workers.
process.on("SIGINT", () => {});
createInterface({ input: process.stdin })
  .on("line", (line) => {
    const answered = answer(JSON.parse(line) as Asked);
    void answered.then((figures) => tell({ figures }));
  })
  .on("close", () => process.exit());
