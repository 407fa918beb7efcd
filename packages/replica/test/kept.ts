/** Records as a store keeps them, of a chosen slot; real ones, which can be read again. */
import { encode } from "cborg";
import type { Identity } from "../src/identity.ts";
import { draftRecord, signRecord } from "../src/record.ts";
import type { Kept } from "../src/store.ts";
import { headerOf } from "./place.ts";

export const SPACE_NAME = "march 1";

/** A place of `person`; the rest of the header as `headerOf` gives it. */
export async function keptOf(by: Identity, person: string, expiresAt: number): Promise<Kept> {
  const value = { person, x: 1 };
  const header = headerOf(by, person, { expiresAt });
  const record = await signRecord(draftRecord(header, encode(value)), by, SPACE_NAME);
  return { record, entry: { key: person, stamp: header.stamp, expiresAt, value } };
}
