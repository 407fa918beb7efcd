/**
 * What becomes of a march's mandate by one decision of a steward. Pure: what is asked of it is
 * either done whole, or refused by name and nothing changes.
 *
 * Rules A18 to A20, A22: docs/spec/march.md.
 */
import { Fault } from "@muster/rooms";
import { DECISIONS_MAX, STEWARDS_MAX } from "./limits.ts";
import { maskOf } from "./mask.ts";
import type { March } from "./registry.ts";
import type { Decision } from "./statement.ts";

export interface Deciding {
  readonly does: Decision;
  /** A person, a link, or "". */
  readonly about: string;
  /** When it was signed, and when it is done: milliseconds since the epoch. */
  readonly at: number;
  readonly nowMs: number;
  /** The steward who signed. */
  readonly signer: Someone;
  /** The key and the link of the person it is about, as far as they are known. */
  readonly key: Uint8Array | null;
  readonly link: string;
}

export interface Someone {
  readonly person: string;
  readonly key: Uint8Array;
}

const PERSON = /^[A-Za-z0-9_-]{1,64}$/;
const LINK = /^[A-Za-z0-9_-]{8}$/;

/** Faults: `bad_message`, `conflict`, `forbidden`, `not_found`, `too_many`. */
export function decided(march: March, deciding: Deciding): March {
  const { does, about, at } = deciding;
  checkAbout(does, about);
  if (at <= march.decidedAt) {
    throw new Fault("conflict", "it was decided already, or something signed later was");
  }
  return { ...march, ...CHANGES[does](march, deciding), decidedAt: at };
}

type Change = (march: March, deciding: Deciding) => Partial<March>;

const CHANGES: Readonly<Record<Decision, Change>> = {
  appoint: (march, deciding) => ({ stewardKeys: withNew(march, deciding) }),
  "hand-over": (march, deciding) => ({
    stewardKeys: without(withNew(march, deciding), deciding.signer.key),
  }),
  resign: (march, { signer }) => {
    const stewardKeys = without(march.stewardKeys, signer.key);
    if (stewardKeys.length > 0) return { stewardKeys };
    throw new Fault("conflict", "the last steward hands over, or ends the march");
  },
  remove: removal,
  "remove-and-revoke": (march, deciding) => {
    const { link } = deciding;
    const removed = removal(march, deciding);
    return link === "" ? removed : { ...removed, revoked: added(march.revoked, link) };
  },
  revoke: (march, { about }) => ({ revoked: added(march.revoked, about) }),
  vouch: (march, { about }) => ({ vouched: added(march.vouched, maskOf(march, about)) }),
  end: (_march, { nowMs }) => ({ endsAt: nowMs }),
};

function checkAbout(does: Decision, about: string): void {
  if (does === "resign" || does === "end") {
    if (about !== "")
      throw new Fault("bad_message", `${does} is about nobody: leave \`about\` empty`);
  } else if (does === "revoke") {
    if (!LINK.test(about)) throw new Fault("bad_message", "a link has 8 characters");
  } else if (!PERSON.test(about)) {
    throw new Fault("bad_message", `${does} whom? \`about\` names a person`);
  }
}

function withNew(march: March, { about, key }: Deciding): readonly Uint8Array[] {
  const { stewardKeys } = march;
  if (march.barred.includes(maskOf(march, about))) {
    throw new Fault("forbidden", "a steward has removed them from this march");
  }
  if (key === null) {
    throw new Fault("not_found", "they are not here, or have no key to sign with");
  }
  if (stewardKeys.some((one) => isSame(one, key))) {
    throw new Fault("conflict", "they are a steward already");
  }
  if (stewardKeys.length >= STEWARDS_MAX) {
    throw new Fault("too_many", `a march has at most ${STEWARDS_MAX} stewards`);
  }
  return [...stewardKeys, key];
}

/** Also of a steward, by another: nobody removes themself, so one always stays. */
function removal(march: March, { about, signer, key }: Deciding): Partial<March> {
  if (about === signer.person) {
    throw new Fault("conflict", "nobody removes themself: resign, and leave");
  }
  const barred = added(march.barred, maskOf(march, about));
  return {
    barred,
    stewardKeys: key === null ? march.stewardKeys : without(march.stewardKeys, key),
  };
}

function without(keys: readonly Uint8Array[], gone: Uint8Array): readonly Uint8Array[] {
  return keys.filter((key) => !isSame(key, gone));
}

function added(names: readonly string[], name: string): readonly string[] {
  if (names.includes(name)) return names;
  if (names.length < DECISIONS_MAX) return [...names, name];
  throw new Fault("too_many", `a march remembers ${DECISIONS_MAX} of these`);
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.from(one).equals(other);
}
