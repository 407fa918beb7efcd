/**
 * Whether a steward of the march, as it is now, signed a statement about now.
 *
 * Rules A5, A18: docs/spec/march.md.
 */
import type { Verifier } from "@muster/replica";
import { Fault } from "@muster/rooms";
import type { Mandate } from "./mandate.ts";
import { isSigned, STATEMENT_AHEAD_MS_MAX, STATEMENT_MS_MAX, type Statement } from "./statement.ts";

/** Throws `conflict` for a statement of another time. */
export function checkTime(at: number, nowMs: number): void {
  const ageMs = nowMs - at;
  if (ageMs <= STATEMENT_MS_MAX && ageMs >= -STATEMENT_AHEAD_MS_MAX) return;
  throw new Fault("conflict", "it was signed at another time: check the clock");
}

/** The steward who signed. Throws `forbidden`. */
export async function stewardWhoSigned(
  { stewards }: Pick<Mandate, "stewards">,
  verifier: Verifier,
  signed: { readonly statement: Statement; readonly signature: Uint8Array },
): Promise<string> {
  const { statement, signature } = signed;
  for (const [person, key] of stewards) {
    // One after another: most marches have one, and most statements are the first one's.
    // oxlint-disable-next-line no-await-in-loop
    if (await isSigned(verifier, statement, { key, signature })) return person;
  }
  throw new Fault("forbidden", `only a steward of this march may do that: ${statement.does}`);
}
