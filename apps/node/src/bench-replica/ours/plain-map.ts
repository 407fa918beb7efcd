/**
 * What the adds are measured against: a Map, and for each note the least that a signed one costs:
 * its text encoded and signed, the whole hashed, all of it kept.
 */
import { generateKeys, openIdentity, sha256 } from "@muster/replica";
import type { Shelf } from "../subject.ts";

const encoder = new TextEncoder();

export async function plainMap(): Promise<Shelf> {
  const identity = await openIdentity(await generateKeys());
  const map = new Map<string, unknown>();
  const add = async (key: string, text: string) => {
    const note = { key, text };
    const body = encoder.encode(JSON.stringify(note));
    const signature = await identity.sign(body);
    const bytes = new Uint8Array(body.length + signature.length);
    bytes.set(body);
    bytes.set(signature, body.length);
    map.set(key, { note, bytes, id: await sha256(bytes) });
  };
  return { add };
}
