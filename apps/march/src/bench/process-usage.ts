/** What a process has used so far, from Linux's /proc (proc(5)); null elsewhere. */
import { readFile } from "node:fs/promises";

/** Ticks of the clock in a second, as Linux tells them to every process. */
const CLOCK_TICKS = 100;
const USER_TIME = 11;
const SYSTEM_TIME = 12;

export interface Usage {
  readonly cpuSeconds: number;
  readonly rssMegabytes: number;
}

export async function usageOf(pid: number | null): Promise<Usage | null> {
  if (pid === null) return null;
  try {
    const [stat, status] = await Promise.all(
      ["stat", "status"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8")),
    );
    return usageIn(stat ?? "", status ?? "");
  } catch {
    return null;
  }
}

/** The two files' texts; a process may have any name, also one with brackets. */
export function usageIn(stat: string, status: string): Usage {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME]);
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
  return { cpuSeconds: ticks / CLOCK_TICKS, rssMegabytes: Math.round(kilobytes / 1024) };
}
