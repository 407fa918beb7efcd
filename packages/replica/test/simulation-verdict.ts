/** What is wrong with replicas that have come to rest, and what was done to them. */
import { erasing } from "../src/erasing.ts";
import { covers, type Watermark } from "../src/watermark.ts";
import { nameOf } from "./fake-peers.ts";
import type { LineCounts } from "./simulated-line.ts";
import type { Running } from "./simulated-replica.ts";

export interface Verdict {
  readonly seed: number;
  readonly complaints: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly trace: readonly string[];
}

/** All that was done, by name. */
export function withCounts(
  done: Readonly<Record<string, number>>,
  { lies, dropped, ...lines }: LineCounts,
): Readonly<Record<string, number>> {
  return { ...done, ...lines, ...named("lie", lies), ...named("drop", dropped) };
}

function named(prefix: string, counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).map(([name, n]) => [`${prefix} ${name}`, n]));
}

/** What is not closed anywhere must be the same everywhere. */
export function differences(all: readonly Running[]): readonly string[] {
  for (const { space } of all) space.expire();
  const closedMs = Math.max(...all.map(({ space }) => space.dueMs));
  const lists = all.map(({ space }) =>
    [...space.records()]
      .map(({ record }) => record)
      .filter(({ expiresAt }) => expiresAt > closedMs)
      .map(nameOf)
      .toSorted()
      .join(", "),
  );
  return lists.flatMap((list, at) =>
    list === lists[0] ? [] : [`r0 holds ${lists[0]}\nr${at} holds ${list}`],
  );
}

/** Nothing that was erased may be held by whoever has heard of it. */
export function risen(all: readonly Running[], erased: Watermark | null): readonly string[] {
  if (erased === null) return [];
  return all.flatMap(({ space }, at) => {
    const isBack = [...space.records()].some(
      ({ record }) => record.model !== erasing.name && covers(erased, record.stamp),
    );
    return isBack && covers(space.watermark, erased) ? [`r${at} holds what was erased`] : [];
  });
}
