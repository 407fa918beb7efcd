/**
 * What `muster work --partitions N` does in a group that shares out partitions: it says once a
 * second which it owns, and each change of them as it happens.
 *
 *     reports:[0-7; 8 of 16] working away as usual...
 *     muster: 14:03:12.4 lost 4-7, owns 4 of 16
 *
 * Rules P6, P8: docs/spec/partition.md; N32: docs/spec/node.md.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { FencedGroup } from "@muster/partition";
import { describeKeys } from "./key-ranges.ts";
import type { Manner } from "./work-manner.ts";

type Keys = Pick<FencedGroup<unknown>, "name" | "id" | "keys" | "on" | "left">;

/** Until the group is left, or refuses this member. */
export async function sayKeys(group: Keys, partitions: number, manner: Manner): Promise<void> {
  const count = () => `${group.keys.size} of ${partitions}`;
  const gained = inOneLine((keys) => manner.tell(`gained ${keys}, owns ${count()}`));
  const lost = inOneLine((keys) => manner.tell(`lost ${keys}, owns ${count()}`));
  group.on("owned", ({ key }) => gained(key));
  group.on("lost", async ({ key }) => {
    lost(key);
    if (manner.slowMs > 0) await sleep(manner.slowMs);
  });
  // One wait for the end: a race each second would leave as many on what may last for months.
  const over = new AbortController();
  const { signal } = over;
  const end = () => over.abort();
  void group.left.then(end, end);
  do {
    if (mayAct(group)) manner.print(`${group.name}:${doing(group, count())}...`);
    await sleep(manner.everyMs, undefined, { signal }).catch(() => {});
  } while (!signal.aborted);
  await group.left;
}

/** A process that was stopped goes on before its timers have told it that it is out. */
function mayAct({ id, keys }: Keys): boolean {
  return id !== null && [...keys.values()].every(({ isUsable }) => isUsable);
}

function doing({ keys }: Keys, count: string): string {
  if (keys.size === 0) return `[${count}] waiting for partitions`;
  return `[${describeKeys(keys.keys())}; ${count}] working away as usual`;
}

/** What comes at once is told together. */
function inOneLine(tell: (keys: string) => void): (key: string) => void {
  let waiting: string[] = [];
  return (key) => {
    waiting.push(key);
    if (waiting.length > 1) return;
    queueMicrotask(() => {
      const keys = waiting;
      waiting = [];
      tell(describeKeys(keys));
    });
  };
}
