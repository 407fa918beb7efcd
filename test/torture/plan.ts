/**
 * Which faults are done when, and to whom: all from the seed, before anything is started.
 *
 * Faults are dealt from a shuffled deck that holds every kind, so that a short run has them all; of
 * the stops and stalls of one deck the longest is past the lease for sure.
 */
import type { Random } from "../../packages/sim/src/index.ts";

/** How many of each kind there are in a deck. */
export const DECK = {
  /** A worker is killed, and another takes its place. */
  kill: 3,
  /** A worker is stopped and continued. */
  stop: 3,
  /** The connections of a worker are cut. */
  cut: 3,
  /** No byte goes between a worker and the server. */
  stall: 2,
  /** Every byte between a worker and the server is late. */
  delay: 2,
  /** The server is stopped at once, and started. */
  restart: 1,
  /** The wall clock of the server is set. */
  jump: 1,
  /** A worker leaves, and another joins. */
  leave: 2,
} as const;

export type FaultKind = keyof typeof DECK;

export interface PlannedFault {
  readonly atMs: number;
  readonly kind: FaultKind;
  /** Whose worker. */
  readonly slot: number;
  /** How long it is stopped, stalled or delayed. */
  readonly forMs: number;
  /** How late bytes are; to what the server's clock is set, apart from the true time. */
  readonly byMs: number;
}

export const SLOTS = 8;

/** More would leave too little of the time to own anything. */
const DECK_MS = 20_000;
const STOP_MS = [200, 8_000] as const;
const STALL_MS = [300, 6_000] as const;
const DELAY_MS = [2_000, 5_000] as const;
const LATE_MS = [20, 400] as const;
const JUMP_MINUTES_MAX = 30;
/** A slot is left alone for that long after its worker was replaced. */
const REPLACE_MS = 2_500;
/** Of the faults in whole decks, so many must have found somebody. */
const FLOOR_SHARE = 0.7;

const KINDS = Object.keys(DECK) as FaultKind[];

export function planFor(random: Random, seconds: number): readonly PlannedFault[] {
  const planned: PlannedFault[] = [];
  const busyUntilMs = Array.from({ length: SLOTS }, () => 0);
  for (let deckAtMs = 0; deckAtMs < seconds * 1_000; deckAtMs += DECK_MS) {
    const deck = shuffled(cards(), random);
    for (const [at, card] of deck.entries()) {
      const atMs = deckAtMs + ((at + random.next()) * DECK_MS) / deck.length;
      const free = [...busyUntilMs.keys()].filter((slot) => (busyUntilMs[slot] ?? 0) <= atMs);
      const fault = { ...faultOf(card, random), atMs, slot: random.pick(free) };
      busyUntilMs[fault.slot] = Math.max(busyUntilMs[fault.slot] ?? 0, atMs + busyMs(fault));
      planned.push(fault);
    }
  }
  return planned.filter(({ atMs }) => atMs < seconds * 1_000);
}

/** Below these a run proves nothing. */
export function floorsFor(seconds: number): Readonly<Record<FaultKind, number>> {
  const decks = Math.floor((seconds * 1_000) / DECK_MS);
  const floor = (kind: FaultKind) => Math.max(1, Math.floor(FLOOR_SHARE * DECK[kind] * decks));
  return Object.fromEntries(KINDS.map((kind) => [kind, floor(kind)])) as Record<FaultKind, number>;
}

interface Card {
  readonly kind: FaultKind;
  /** From 0, the shortest, up to 1. */
  readonly share: readonly [number, number];
}

function cards(): Card[] {
  return KINDS.flatMap((kind) =>
    Array.from({ length: DECK[kind] }, (_, at) => ({
      kind,
      share: [at / DECK[kind], (at + 1) / DECK[kind]] as const,
    })),
  );
}

function faultOf({ kind, share }: Card, random: Random): Omit<PlannedFault, "atMs" | "slot"> {
  const part = random.between(...share);
  const within = ([low, high]: readonly [number, number]) => low + (high - low) * part;
  if (kind === "stop") return { kind, forMs: within(STOP_MS), byMs: 0 };
  if (kind === "stall") return { kind, forMs: within(STALL_MS), byMs: 0 };
  if (kind === "delay") return { kind, forMs: within(DELAY_MS), byMs: random.between(...LATE_MS) };
  if (kind === "jump") return { kind, forMs: 0, byMs: jumpMs(random) };
  return { kind, forMs: 0, byMs: 0 };
}

/** Whole minutes, to either side. */
function jumpMs(random: Random): number {
  const minutes = 1 + random.below(JUMP_MINUTES_MAX);
  return 60_000 * (random.chance(0.5) ? minutes : -minutes);
}

function busyMs({ kind, forMs }: PlannedFault): number {
  return kind === "kill" || kind === "leave" ? REPLACE_MS : forMs;
}

function shuffled<T>(from: readonly T[], random: Random): T[] {
  return from
    .map((each) => ({ each, order: random.next() }))
    .sort((a, b) => a.order - b.order)
    .map(({ each }) => each);
}
