/**
 * What `muster work` does in a group that numbers its members: it says its place once a second.
 *
 *     reports:[0/4] working away as usual...
 *
 * Rules P6, P13: docs/spec/partition.md; N32: docs/spec/node.md.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Group, View } from "@muster/partition";
import type { Manner } from "./work-manner.ts";

/** Until the group is left, or refuses this member. */
export async function sayPlaces(group: Group<unknown>, manner: Manner): Promise<void> {
  for await (const view of group.views) await workUnder(view, group.name, manner);
}

/** Works until it must stop; an application that is slow takes its time even then. */
async function workUnder(
  view: View<unknown>,
  name: string,
  { slowMs, everyMs, print }: Manner,
): Promise<void> {
  const { index, size, signal } = view;
  while (!signal.aborted) {
    // A process that was stopped goes on here, before its timers have told it anything.
    if (view.isUsable) print(`${name}:[${index}/${size}] working away as usual...`);
    await sleep(everyMs, undefined, { signal }).catch(() => {});
  }
  if (slowMs > 0) await sleep(slowMs);
}
