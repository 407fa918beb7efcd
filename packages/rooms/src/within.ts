/** A limit on work that may never end. The work itself goes on; what it ends with is dropped. */
import { Fault } from "./fault.ts";
import type { Timers } from "./timers.ts";

export interface Limit {
  readonly timers: Timers;
  readonly ms: number;
  /** What the waiting caller is told. */
  readonly fault: () => Fault;
}

export function within<T>({ timers, ms, fault }: Limit, work: Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const cancel = timers.after(ms, () => reject(fault()));
  work.then(resolve, reject);
  return promise.finally(cancel);
}

/** A failure of what the room depends on is a fault like any other, with its cause. */
export async function answered<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault("unavailable", "what is kept of the room cannot be reached", { cause });
  }
}
