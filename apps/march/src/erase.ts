/**
 * The erase of a steward: everything that the march holds, for good, once.
 *
 * Rules A1, A3, A5: docs/spec/march.md.
 */
import { Verifier } from "@muster/replica";
import { type Command, Fault, type Room } from "@muster/rooms";
import * as z from "zod/mini";
import type { Mandate } from "./mandate.ts";
import type { Position } from "./model.ts";
import { STATEMENT_AHEAD_MS_MAX } from "./statement.ts";
import { checkTime, stewardWhoSigned } from "./steward-signature.ts";

const EraseArgs = z.object({ at: z.int(), signature: z.instanceof(Uint8Array) });

/** Steward-signed, once: answers how many pins were erased. */
export function eraseCommand(mandate: Mandate, room: Room): Command {
  const verifier = new Verifier();
  // What was done before this opening was signed at most so long after it was done. A watermark may
  // be ahead of the time when it was made, as stamps are; the opening is not.
  const lastDoneMs = Math.min(room.space.watermark.wallMs, room.now());
  let doneBy = lastDoneMs + STATEMENT_AHEAD_MS_MAX;
  return async (_grant, args) => {
    const parsed = EraseArgs.safeParse(args);
    if (!parsed.success) throw new Fault("bad_message", "an erase has `at` and `signature`");
    const { at, signature } = parsed.data;
    checkTime(at, room.now());
    const statement = { does: "erase", march: room.id, at } as const;
    await stewardWhoSigned(mandate, verifier, { statement, signature });
    if (at <= doneBy) {
      const message = "this erase, or a later one, may have been done already: sign again in 5 s";
      throw new Fault("conflict", message);
    }
    const erased = await room.erase(({ value }) => isPin(value));
    // Only now: one that failed may be sent again. Commands run one at a time.
    doneBy = Math.max(doneBy, at);
    return erased;
  };
}

/** Of all that a march holds only a position has a place of its own; null: it was taken back. */
function isPin(value: unknown): boolean {
  const { place = null } = value as Partial<Position>;
  return place !== null;
}
