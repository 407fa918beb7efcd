/**
 * What may name a group and a key.
 */
import { Fault } from "./fault.ts";

const NAME = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;
const PARTITIONS_MAX = 65_536;
const KEY_BYTES_MAX = 200;

/** Throws `bad_input`, which says what a name looks like. */
export function checkName(name: string): void {
  if (NAME.test(name)) return;
  throw new Fault(
    "bad_input",
    `${JSON.stringify(name.slice(0, 80))} is no name for a group: 1 to 64 of a-z, 0-9, ".", "_" ` +
      `and "-", with a letter or digit first and last`,
  );
}

export function checkPartitions(partitions: number): void {
  if (Number.isInteger(partitions) && partitions >= 0 && partitions <= PARTITIONS_MAX) return;
  throw new Fault(
    "bad_input",
    `${partitions} partitions: a whole number from 0 to ${PARTITIONS_MAX} is needed`,
  );
}

/** A named key: not the number of a partition, and short. */
export function checkKey(key: string): void {
  const bytes = new TextEncoder().encode(key).length;
  if (bytes > 0 && bytes <= KEY_BYTES_MAX && !/^\d+$/.test(key) && !key.includes("\0")) return;
  throw new Fault(
    "bad_input",
    `${JSON.stringify(key.slice(0, 80))} is no key to claim: 1 to ${KEY_BYTES_MAX} bytes, and not ` +
      "digits alone, which number the partitions",
  );
}
