/**
 * A march as a room: who hears whom, who may write what, and what stewards decide.
 *
 *   my contingent's part ─ exact pins     my contingent ─ its feed     display ─ every pin
 *   everyone ─ summaries, banners, alerts and their worth, announcements     stewards ─ every feed
 *
 * Rules A1, A3, A5, A6, A12, A14 to A24: docs/spec/march.md.
 */
import type { Clock, Entry } from "@muster/replica";
import {
  type Chore,
  type Command,
  defineRoom,
  Fault,
  type Grant,
  type NoteSource,
  type Opening,
  type Room,
  type RoomDefinition,
  type RoomRules,
  type Written,
} from "@muster/rooms";
import { type Crowd, FULL } from "./crowd.ts";
import { type Deciders, decideCommand } from "./decide.ts";
import { eraseCommand } from "./erase.ts";
import { inviteCommand } from "./invite-command.ts";
import { KnownLooks } from "./known-looks.ts";
import { linksCommand } from "./links-command.ts";
import { Mandate } from "./mandate.ts";
import { whyNotEnter } from "./may-enter.ts";
import { type Position, positions } from "./model.ts";
import { verdicts } from "./models/alerts.ts";
import { type Post, posts } from "./models/posts.ts";
import { marchModels } from "./models.ts";
import { Parts } from "./parts.ts";
import type { Ports } from "./ports.ts";
import type { March, Registry } from "./registry.ts";
import { Roster } from "./roster.ts";
import { whyNot } from "./rules/may-write.ts";
import { type Refusal, tooMany } from "./rules/scene.ts";
import { StewardsNote } from "./stewards-note.ts";
import { SUMMARY_EVERY_MS, Summaries } from "./summary.ts";
import { SummaryTeller } from "./summary-notes.ts";
import type { TokenOrder } from "./token-order.ts";
import { doUnheard, SETTLE_EVERY_MS, settleDoubt } from "./unheard-decision.ts";
import { UPKEEP_EVERY_MS, Upkeep } from "./upkeep.ts";
import { VerdictIndex } from "./verdict-index.ts";
import { witnessesOf } from "./witnesses.ts";
import { writeForCommand } from "./write-for.ts";

export const MARCH = "march";
export const MARCH_ID = /^[A-Za-z0-9_-]{16}$/;
export const DISPLAY = "display";
const EVERYONE = "everyone";
const FEEDS = "feeds";
const STEWARDS_EVERY_MS = 1_000;
/** How long what moves in a part gathers, and for displays. */
const GATHER_MS = 500;
const DISPLAY_GATHER_MS = 50;

export interface MarchRoomPorts {
  readonly registry: Pick<Registry, "find" | "decide">;
  readonly clock: Clock;
  readonly crowd: Crowd;
  readonly random: Ports["random"];
  readonly order: TokenOrder;
}

/** Opening it throws the fault `ended` between the end of a march and its deletion. */
export function marchRoom(ports: MarchRoomPorts): RoomDefinition {
  return defineRoom({
    kind: MARCH,
    models: marchModels,
    open: async (id) => {
      const march = MARCH_ID.test(id) ? await ports.registry.find(id) : null;
      if (march === null) return null;
      if (march.endsAt <= ports.clock.now()) throw new Fault("ended", "the march has ended");
      return openingOf(march, ports);
    },
  });
}

function openingOf(march: March, ports: MarchRoomPorts): Opening {
  const { endsAt, lifetimeMs, tokenKey } = march;
  return { endsAt, lifetimeMs, tokenKey, start: (room) => rulesOf(march, room, ports) };
}

function rulesOf(march: March, room: Room, ports: MarchRoomPorts): RoomRules {
  const { crowd, registry, random, order } = ports;
  crowd.follow(march, room.space);
  const mandate = new Mandate(march, registry);
  const roster = new Roster();
  const index = new VerdictIndex(room.space);
  const looks = new KnownLooks();
  const upkeep = new Upkeep({ room, index, witnesses: witnessesOf(mandate, roster) });
  const refusalOf = (grant: Grant, written: Written): Refusal | null =>
    whyNot({ room, mandate, roster, index, looks }, grant, written) ??
    (crowd.isFullFor(written, room.space) ? tooMany(FULL) : null);
  const onDecided = (removed: string | null): void => {
    upkeep.weighAll();
    if (removed !== null) upkeep.sweep(removed);
  };
  const deciders = { mandate, roster, room, onDecided };
  mandate.onReread((before) => doUnheard(deciders, before));
  return {
    ...audiencesIn(mandate),
    mayEnter: (grant) => whyNotEnter({ mandate, roster, room, order }, grant),
    mayWrite: (grant, written) => {
      const refusal = refusalOf(grant, written);
      // Who is active is not forgotten for the sake of many who only came.
      if (refusal === null) roster.note(grant);
      return refusal?.reason ?? null;
    },
    commands: {
      erase: settled(mandate, eraseCommand(mandate, room)),
      decide: settled(mandate, decideCommand(deciders)),
      invite: settled(mandate, inviteCommand(mandate, random)),
      links: settled(mandate, linksCommand(mandate, roster)),
      write: writeForCommand(room, refusalOf),
    },
    comesFirst: ({ person }) => mandate.isSteward(person),
    notes: notesOf(room, mandate),
    chores: choresOf(upkeep, deciders),
  };
}

function choresOf(upkeep: Upkeep, deciders: Deciders): readonly Chore[] {
  return [
    { everyMs: UPKEEP_EVERY_MS, run: () => upkeep.run() },
    { everyMs: SETTLE_EVERY_MS, run: () => settleDoubt(deciders) },
  ];
}

/** It is known who is a steward, or the command is refused. */
function settled(mandate: Mandate, command: Command): Command {
  return async (grant, args) => {
    await mandate.settle();
    return command(grant, args);
  };
}

/** No two of these are spelt alike: a part begins with a number, a feed with a word and a space. */
function audiencesIn(mandate: Mandate): Pick<RoomRules, "audiences" | "gatherMs" | "route"> {
  const parts = new Parts();
  const partOf = (contingent: string, person: string): string =>
    `${parts.of(contingent, person)} ${contingent}`;
  return {
    audiences: ({ person, rights, about }) => {
      const contingent = about["contingent"] ?? "";
      // The audience of pins first: the polling API asks for it alone.
      const pins = rights.includes(DISPLAY) ? DISPLAY : partOf(contingent, person);
      const feeds = rights.includes("share") ? [feedOf(contingent)] : [];
      const all = mandate.isSteward(person) ? [FEEDS] : [];
      return [pins, ...feeds, ...all, EVERYONE];
    },
    // Displays are few, and on no phone: they may see each step at once.
    gatherMs: (audience) => (audience === DISPLAY ? DISPLAY_GATHER_MS : GATHER_MS),
    route: (entry, model) => {
      if (model === positions.name) {
        const { contingent, person } = entry.value as Position;
        return [partOf(contingent, person), DISPLAY];
      }
      // Who says what of an alert is for the node to weigh, and for nobody to know.
      if (model === verdicts.name) return [];
      return model === posts.name ? hearersOf(entry) : [EVERYONE];
    },
  };
}

function hearersOf({ value }: Entry<unknown>): readonly string[] {
  const { feed } = value as Post;
  return feed === null ? [EVERYONE] : [feedOf(feed), FEEDS];
}

function feedOf(contingent: string): string {
  return `feed ${contingent}`;
}

function notesOf(room: Room, mandate: Mandate): readonly NoteSource[] {
  const summaries = new Summaries();
  const teller = new SummaryTeller();
  let erased = room.space.watermark;
  const stewards = new StewardsNote(mandate, room.space);
  return [
    {
      audience: EVERYONE,
      everyMs: SUMMARY_EVERY_MS,
      make: () => {
        const [{ watermark }, nowMs] = [room.space, room.now()];
        const made = summaries.make(room.space.view(positions).values(), nowMs);
        // An erase takes away what was told: nobody who comes has it.
        const isAnew = watermark !== erased;
        erased = watermark;
        return teller.next(made, nowMs, isAnew);
      },
    },
    { audience: EVERYONE, everyMs: STEWARDS_EVERY_MS, make: () => stewards.make() },
  ];
}
