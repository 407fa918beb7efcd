/**
 * Asks a node of one's own for its memory, through its inspector: its garbage is collected first,
 * so that what is left is what it holds.
 */
import { type NodeMemory, SimulationFault } from "@muster/march/simulate";

const ANSWER_MS_MAX = 20_000;
const COLLECT = 1;
const COLLECT_AGAIN = 2;
const MEASURE = 3;
/** Twice: what finalizers let go of is collected by the second. */
const STEPS = [
  { id: COLLECT, method: "HeapProfiler.collectGarbage" },
  { id: COLLECT_AGAIN, method: "HeapProfiler.collectGarbage" },
  {
    id: MEASURE,
    method: "Runtime.evaluate",
    params: { expression: "JSON.stringify(process.memoryUsage())", returnByValue: true },
  },
];

/** `address` is as the node prints it: ws://…. Throws `failed` when it does not answer. */
export async function memoryOf(address: string): Promise<NodeMemory> {
  const socket = new WebSocket(address);
  const { promise, resolve, reject } = Promise.withResolvers<NodeMemory>();
  const failed = (why: string): void =>
    reject(new SimulationFault("failed", `the node's memory cannot be measured: ${why}`));
  const late = setTimeout(() => failed("no answer"), ANSWER_MS_MAX);
  socket.addEventListener("open", () => {
    for (const step of STEPS) socket.send(JSON.stringify(step));
  });
  socket.addEventListener("error", () => failed("no connection"));
  socket.addEventListener("message", ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    if (answer.id === MEASURE) resolve(memoryIn(answer.result.result.value));
  });
  try {
    return await promise;
  } finally {
    clearTimeout(late);
    socket.close();
  }
}

interface Answer {
  readonly id: number;
  readonly result: { readonly result: { readonly value: string } };
}

function memoryIn(json: string): NodeMemory {
  const { heapUsed, external, rss } = JSON.parse(json) as NodeJS.MemoryUsage;
  return { heapBytes: heapUsed + external, rssBytes: rss };
}
