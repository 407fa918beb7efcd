/**
 * What may name a group, a member, a key and an operation.
 *
 * Rules P1, P8, P15: docs/spec/partition.md.
 */
import { Fault } from "./fault.ts";

const NAME = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/;
const PARTITIONS_MAX = 65_536;
const KEY_BYTES_MAX = 200;
const LABEL_BYTES_MAX = 300;
const OPERATION_BYTES_MAX = 1_000;

/** Throws `bad_input`, which says what a name looks like. */
export function checkName(name: string): void {
  if (NAME.test(name)) return;
  throw new Fault(
    "bad_input",
    `${shown(name)} is no name for a group: 1 to 64 of a-z, 0-9, ".", "_" ` +
      `and "-", with a letter or digit first and last`,
  );
}

/** Of a group that shares out some; one that numbers its members is not told how many. */
export function checkPartitions(partitions: number): void {
  if (Number.isInteger(partitions) && partitions > 0 && partitions <= PARTITIONS_MAX) return;
  throw new Fault(
    "bad_input",
    `${partitions} partitions: a whole number from 1 to ${PARTITIONS_MAX} is needed; without ` +
      "`partitions` the group numbers its members",
  );
}

/** A named key: not the number of a partition, and short. */
export function checkKey(key: string): void {
  if (key !== "" && isText(key, KEY_BYTES_MAX) && !/^\d+$/.test(key)) return;
  throw new Fault(
    "bad_input",
    `${shown(key)} is no key to claim: 1 to ${KEY_BYTES_MAX} bytes of well-formed text without ` +
      "NUL, and not digits alone, which number the partitions",
  );
}

export function checkLabel(label: string): void {
  if (isText(label, LABEL_BYTES_MAX)) return;
  throw new Fault(
    "bad_input",
    `${shown(label)} is no label: at most ${LABEL_BYTES_MAX} bytes of well-formed text without NUL`,
  );
}

/** An operation's id: whatever the database would take for another one is none. */
export function checkOperation(id: string): void {
  if (isText(id, OPERATION_BYTES_MAX)) return;
  throw new Fault(
    "bad_input",
    `${shown(id)} is no id of an operation: at most ${OPERATION_BYTES_MAX} bytes of well-formed ` +
      "text without NUL",
  );
}

/** What the database gives back as it was. Half a character becomes another one on the way. */
function isText(text: unknown, bytesMax: number): boolean {
  if (typeof text !== "string" || text.length > bytesMax) return false;
  return (
    text.isWellFormed() && !text.includes("\0") && new TextEncoder().encode(text).length <= bytesMax
  );
}

function shown(text: unknown): string {
  return typeof text === "string" ? JSON.stringify(text.slice(0, 80)) : String(text);
}
