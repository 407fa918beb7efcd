/** Many seeds, each in one of some threads: a seed gives one history wherever it runs. */
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { simulate } from "./simulation.ts";

export interface Simulated {
  /** Sums of what was done; of `idleMax` the most. */
  readonly counts: Readonly<Record<string, number>>;
  /** With the seed before each. */
  readonly complaints: readonly string[];
}

interface Share {
  readonly from: number;
  readonly to: number;
  /** From one seed to the next. */
  readonly step: number;
}

const THREADS = 2;

/** Seeds 1 to `seeds`. */
export async function simulateSeeds(seeds: number): Promise<Simulated> {
  const workers = Array.from({ length: THREADS }, (_, at) => {
    const share: Share = { from: at + 1, to: seeds, step: THREADS };
    return new Worker(new URL(import.meta.url), { workerData: share });
  });
  const found = Promise.withResolvers<Simulated[]>();
  const shares = workers.map(async (worker) => {
    const share = await saidBy(worker);
    // One complaint is enough to look at: nobody waits for the rest.
    if (share.complaints.length > 0) found.resolve([share]);
    return share;
  });
  try {
    return added(await Promise.race([Promise.all(shares), found.promise]));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function saidBy(worker: Worker): Promise<Simulated> {
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) =>
      reject(new Error(`the thread ended with ${code}, saying nothing`)),
    );
  });
}

async function simulateShare({ from, to, step }: Share): Promise<Simulated> {
  const all: Simulated[] = [];
  for (let seed = from; seed <= to; seed += step) {
    const { counts, complaints } = await simulate(seed);
    all.push({ counts, complaints: complaints.map((what) => `seed ${seed}: ${what}`) });
    // One is enough to look at.
    if (complaints.length > 0) break;
  }
  return added(all);
}

function added(all: readonly Simulated[]): Simulated {
  const counts: Record<string, number> = {};
  for (const [what, count] of all.flatMap((each) => Object.entries(each.counts))) {
    const so = counts[what] ?? 0;
    counts[what] = what === "idleMax" ? Math.max(so, count) : so + count;
  }
  return { counts, complaints: all.flatMap(({ complaints }) => complaints) };
}

if (!isMainThread) {
  const simulated = await simulateShare(workerData as Share);
  // oxlint-disable-next-line require-post-message-target-origin -- threads have no origin
  parentPort?.postMessage(simulated);
}
