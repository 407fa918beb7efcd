/**
 * What an honest exchange must come to, reckoned without the code that is tested: all that either
 * holds, but for what an erase covers, and for what another record of the same key takes the place
 * of. So a control is not right where nothing is held, or where both have lost the same.
 */
import { erasing } from "../../src/erasing.ts";
import { compareStamps } from "../../src/stamp.ts";
import type { Kept } from "../../src/store.ts";
import { covers, higher } from "../../src/watermark.ts";
import type { Subject } from "./subject.ts";

/** The ids of what both must hold when they have met. */
export function dueIn(ends: readonly [Subject, Subject]): ReadonlySet<bigint> {
  const all = ends.flatMap(({ space }) => [...space.records()]);
  const [a, b] = ends.map(({ space }) => space.watermark);
  const erased = higher(a!, b!);
  const standing = all.filter(
    ({ record }) => record.model === erasing.name || !covers(erased, record.stamp),
  );
  return new Set(unbeaten(standing).map(({ id }) => id!));
}

type Recorded = Pick<Kept, "record">;

/** Those whose place no other takes, in any order. */
export function unbeaten<T extends Recorded>(all: readonly T[]): readonly T[] {
  return all.filter((each) => !all.some((other) => isBeaten(each, other)));
}

function isBeaten({ record }: Recorded, { record: by }: Recorded): boolean {
  const isRival = by.model === record.model && by.key === record.key && record.key !== "";
  return isRival && compareStamps(by.stamp, record.stamp) > 0 && by.expiresAt >= record.expiresAt;
}

/** Both hold that, and nothing else; and that is something. */
export function isControlRight(
  ends: readonly [Subject, Subject],
  due: ReadonlySet<bigint>,
): boolean {
  return due.size > 0 && ends.every((end) => isWhole(end, due));
}

function isWhole({ space }: Subject, due: ReadonlySet<bigint>): boolean {
  const ids = Array.from(space.records(), ({ id }) => id!);
  return ids.length === due.size && ids.every((id) => due.has(id));
}
