/** What this process holds once its garbage is collected. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Used of the heap, and what it holds outside, in megabytes. */
export async function heldMB(): Promise<number> {
  for (let times = 0; times < 3; times += 1) {
    collect();
    // What finalizers let go of is collected by the next.
    await new Promise<void>((resolve) => void setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  return Math.round((heapUsed + external) / 1e5) / 10;
}
