/**
 * What a steward decides for the march, durably: signed with the steward's key, taken once.
 *
 *   appoint <person>            one more steward: someone with a key who has been here
 *   hand-over <person>          the same, and the signer is none any more
 *   resign                      refused to the last steward, who hands over or ends the march
 *   remove <person>             their records leave, their token ends, they do not come back
 *   remove-and-revoke <person>  and nobody joins by the link that they joined by
 *   revoke <link>               nobody joins by this link any more; who has joined stays
 *   vouch <person>              what they say of alerts counts for itself
 *   end                         everything is dropped, everyone is told
 *
 * A phone: `room.call("decide", await signDecision(identity, { does, march, about }, room.now()))`.
 * Over HTTP the same as `POST /march/:id/decisions`. The answer is a `Decided`.
 *
 * Shared by node, page and simulation. Rules A18 to A20, A22: docs/spec/march.md.
 */
import type { Identity } from "@muster/replica";
import * as z from "zod/mini";
import {
  DECISIONS,
  type Decision,
  type Signed,
  type Statement,
  signStatement,
} from "./statement.ts";

/** A person, or a link: 8 characters. */
const ABOUT = /^[A-Za-z0-9_-]{0,64}$/;

export const DecideArgs = z.object({
  does: z.enum(DECISIONS),
  about: z.string().check(z.regex(ABOUT)),
  at: z.int(),
  signature: z.instanceof(Uint8Array),
});
export interface DecideArgs extends Signed {
  readonly does: Decision;
  readonly about: string;
}

export interface Decided {
  readonly did: Decision;
  /** How many records left with a person who was removed. */
  readonly records: number;
  /** The link that nobody joins by any more. */
  readonly revoked: string | null;
  /** How many stewards there are now. */
  readonly stewards: number;
}

/** `at`: milliseconds since the epoch, in the node's time. */
export async function signDecision(
  identity: Identity,
  what: { readonly does: Decision; readonly march: string; readonly about?: string },
  at: number,
): Promise<DecideArgs> {
  const { does, march, about = "" } = what;
  const statement: Statement = { does, march, about, at: Math.round(at) };
  return { does, about, ...(await signStatement(identity, statement)) };
}
