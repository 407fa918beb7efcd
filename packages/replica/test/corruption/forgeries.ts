/**
 * Records that no replica may take: true ones of one byte or one word changed, and ones that are
 * well signed and wrong all the same.
 */
import type { Random } from "../../../sim/src/index.ts";
import { authorBytes } from "../../src/author.ts";
import type { Identity } from "../../src/identity.ts";
import {
  decodeRecord,
  draftRecord,
  type Header,
  type SignedRecord,
  signRecord,
} from "../../src/record.ts";
import { SLOT_MS } from "../../src/slot.ts";

const SIGNATURE_BYTES = 64;
/** The order of the group of Ed25519: adding it to a signature is an old way to another valid one. */
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const DAY_MS = 86_400_000;
const LIFETIME_SLOTS = 6;

export interface Forger {
  readonly random: Random;
  /** Who signs what others have written. */
  readonly stranger: Identity;
  /** Whoever of the honest wrote the record: its key signs what is nevertheless wrong. */
  readonly authorOf: (record: SignedRecord) => Identity;
}

type Forge = (record: SignedRecord, forger: Forger) => Promise<Uint8Array>;

export const FORGERIES: Readonly<Record<string, Forge>> = {
  randomSignature: async ({ bytes }, { random }) => {
    const forged = bytes.slice();
    for (let at = forged.length - SIGNATURE_BYTES; at < forged.length; at += 1) {
      forged[at] = random.below(256);
    }
    return forged;
  },
  otherSignature: async ({ bytes }) => withPlus(bytes, ORDER),
  strangersKey: async (record, { stranger }) => signedBy(record, stranger, {}),
  strangersName: async ({ bytes }, { stranger }) => {
    const forged = bytes.slice();
    forged.set(authorBytes(stranger.author), 1);
    return forged;
  },
  otherBody: async (record, { random }) => {
    const body = record.body.slice();
    body[random.below(body.length)]! ^= 1 + random.below(255);
    return unsignedWith(record, record, body);
  },
  otherNumber: async (record) => unsignedWith(record, { ...record, sequence: record.sequence + 1 }),
  otherKey: async (record) => unsignedWith(record, { ...record, key: `${record.key}x` }),
  otherSpace: (record, forger) => resigned(record, forger, { space: "march 2" }),
  ahead: (record, forger) => later(record, forger, 61_000 + forger.random.below(DAY_MS)),
  farAhead: (record, forger) => later(record, forger, 2 ** 50),
  lateExpiry: (record, forger) => {
    const expiresAt = record.expiresAt + SLOT_MS * (1 + forger.random.below(1_000));
    return resigned(record, forger, { expiresAt });
  },
  earlyExpiry: (record, forger) => {
    const expiresAt = SLOT_MS * forger.random.below(record.expiresAt / SLOT_MS - LIFETIME_SLOTS);
    return resigned(record, forger, { expiresAt });
  },
};

function later(record: SignedRecord, forger: Forger, ms: number): Promise<Uint8Array> {
  const { stamp, expiresAt } = record;
  const slots = Math.ceil(ms / SLOT_MS);
  const moved = { ...stamp, wallMs: stamp.wallMs + slots * SLOT_MS };
  return resigned(record, forger, { stamp: moved, expiresAt: expiresAt + slots * SLOT_MS });
}

/** By its true author, who is no better than others. */
async function resigned(
  record: SignedRecord,
  { authorOf }: Forger,
  { space = "march 1", ...changes }: Partial<Header> & { space?: string },
): Promise<Uint8Array> {
  const draft = draftRecord({ ...record, ...changes }, record.body);
  return (await signRecord(draft, authorOf(record), space)).bytes;
}

async function signedBy(
  record: SignedRecord,
  identity: Identity,
  changes: Partial<Header>,
): Promise<Uint8Array> {
  const draft = draftRecord({ ...record, ...changes }, record.body);
  return (await signRecord(draft, identity, "march 1")).bytes;
}

/** Another record under the signature of this one. */
function unsignedWith(record: SignedRecord, header: Header, body = record.body): Uint8Array {
  const { unsigned } = draftRecord(header, body);
  const signature = record.bytes.subarray(record.bytes.length - SIGNATURE_BYTES);
  return decodeRecord(Buffer.concat([unsigned, signature])).bytes;
}

/** The second half of a signature is a number, lowest byte first. */
function withPlus(bytes: Uint8Array, more: bigint): Uint8Array {
  const forged = bytes.slice();
  const half = forged.subarray(forged.length - SIGNATURE_BYTES / 2);
  let sum = half.reduceRight((all, byte) => all * 256n + BigInt(byte), 0n) + more;
  for (let at = 0; at < half.length; at += 1, sum /= 256n) half[at] = Number(sum % 256n);
  return forged;
}
