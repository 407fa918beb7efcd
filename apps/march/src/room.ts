/**
 * A march as a room: who may write what, who hears whom, and the erase of a steward.
 *
 *   my contingent's part ─ exact pins      display ─ every pin      everyone ─ summaries
 *
 * Rules A1, A3, A5, A6, A12: docs/spec/march.md.
 */
import { type Clock, identityOf, Verifier } from "@muster/replica";
import {
  defineRoom,
  Fault,
  type Grant,
  type Opening,
  type Room,
  type RoomDefinition,
  type RoomRules,
  type Written,
} from "@muster/rooms";
import * as z from "zod/mini";
import { type Crowd, FULL } from "./crowd.ts";
import { type Position, positions } from "./model.ts";
import { Parts } from "./parts.ts";
import type { March, Registry } from "./registry.ts";
import { isSigned, STATEMENT_AHEAD_MS_MAX, STATEMENT_MS_MAX } from "./statement.ts";
import { encodeSummaries, SUMMARY_EVERY_MS, SUMMARY_NOTE, Summaries } from "./summary.ts";

export const MARCH = "march";
export const MARCH_ID = /^[A-Za-z0-9_-]{16}$/;
export const DISPLAY = "display";
const EVERYONE = "everyone";

export type Right = "share" | "display" | "steward";

const EraseArgs = z.object({ at: z.int(), signature: z.instanceof(Uint8Array) });

export interface MarchRoomPorts {
  readonly registry: Pick<Registry, "find">;
  readonly clock: Clock;
  readonly crowd: Crowd;
}

/** Opening it throws the fault `ended` between the end of a march and its deletion. */
export function marchRoom({ registry, clock, crowd }: MarchRoomPorts): RoomDefinition {
  return defineRoom({
    kind: MARCH,
    models: [positions],
    open: async (id) => {
      const march = MARCH_ID.test(id) ? await registry.find(id) : null;
      if (march === null) return null;
      if (march.endsAt <= clock.now()) throw new Fault("ended", "the march has ended");
      return openingOf(march, crowd);
    },
  });
}

function openingOf(march: March, crowd: Crowd): Opening {
  const { endsAt, lifetimeMs, tokenKey } = march;
  return { endsAt, lifetimeMs, tokenKey, start: (room) => rulesOf(march, room, crowd) };
}

function rulesOf(march: March, room: Room, crowd: Crowd): RoomRules {
  crowd.follow(march, room.space);
  const parts = new Parts();
  const summaries = new Summaries();
  const audienceOf = (contingent: string, person: string): string =>
    `${parts.of(contingent, person)} ${contingent}`;
  return {
    audiences: ({ person, rights, about }) => {
      if (rights.includes(DISPLAY)) return [DISPLAY, EVERYONE];
      return [audienceOf(about["contingent"] ?? "", person), EVERYONE];
    },
    route: ({ value }) => {
      const { contingent, person } = value as Position;
      return [audienceOf(contingent, person), DISPLAY];
    },
    mayWrite: (grant, written) =>
      whyNot(grant, written, room) ?? (crowd.isFullFor(written.key, room.space) ? FULL : null),
    commands: { erase: eraseCommand(march, room) },
    notes: [
      {
        audience: EVERYONE,
        everyMs: SUMMARY_EVERY_MS,
        make: () => {
          const made = summaries.make(room.space.view(positions).values(), room.now());
          return { name: SUMMARY_NOTE, body: encodeSummaries(made) };
        },
      },
    ],
  };
}

/** People write of themselves, from the key that they joined with, in their own contingent. */
function whyNot(grant: Grant, written: Written, room: Room): string | null {
  const { person, contingent } = written.value as Position;
  if (!grant.rights.includes("share")) return "this token may not share a position";
  if (person !== grant.person) return "a position belongs to the person who shares it";
  if (contingent !== grant.about["contingent"]) return "this token is of another contingent";
  // Who has no key posts over HTTP, and the node signs; who has one signs alone.
  const author = grant.about["key"] ?? identityOf(room.nodeAuthor);
  return identityOf(written.author) === author ? null : "signed with another key";
}

/** Steward-signed, once: answers how many pins were erased. */
function eraseCommand(march: March, room: Room): (grant: Grant, args: unknown) => Promise<number> {
  const verifier = new Verifier();
  // What was done before this opening was signed at most so long after it was done. A watermark may
  // be ahead of the time when it was made, as stamps are; the opening is not.
  const lastDoneMs = Math.min(room.space.watermark.wallMs, room.now());
  let doneBy = lastDoneMs + STATEMENT_AHEAD_MS_MAX;
  return async (_grant, args) => {
    const parsed = EraseArgs.safeParse(args);
    if (!parsed.success) throw new Fault("bad_message", "an erase has `at` and `signature`");
    const { at, signature } = parsed.data;
    const ageMs = room.now() - at;
    if (ageMs > STATEMENT_MS_MAX || ageMs < -STATEMENT_AHEAD_MS_MAX) {
      throw new Fault("conflict", "the erase was signed at another time: check the clock");
    }
    const statement = { does: "erase", march: march.id, at } as const;
    const checks = march.stewardKeys.map((key) =>
      isSigned(verifier, statement, { key, signature }),
    );
    if (!(await Promise.all(checks)).includes(true)) {
      throw new Fault("forbidden", "only a steward of this march may erase it");
    }
    if (at <= doneBy) {
      const message = "this erase, or a later one, may have been done already: sign again in 5 s";
      throw new Fault("conflict", message);
    }
    const erased = await room.erase(({ value }) => (value as Position).place !== null);
    // Only now: one that failed may be sent again. Commands run one at a time.
    doneBy = Math.max(doneBy, at);
    return erased;
  };
}
