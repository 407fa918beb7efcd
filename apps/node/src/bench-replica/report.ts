/**
 * The figures of a bench as JSON for programs. It is no report where a peer has no figure, or
 * where a control failed: a figure of what does not work says nothing.
 *
 * Rule N36: docs/spec/node.md.
 */
import { Fault } from "../fault.ts";
import type { Added } from "./adds.ts";
import type { Figures } from "./message.ts";
import { type Name, PEERS, type PeerName, type Plan } from "./plan.ts";
import type { Variants } from "./subject.ts";

export interface Measured {
  readonly plan: Plan;
  readonly figures: Readonly<Partial<Record<Name, Figures>>>;
}

/** By the name of a peer, or by its name and what is different: "yjs, log of updates". */
type Peers<Figure> = Readonly<Record<string, Figure>>;

export interface AddsRow extends Added {
  /** A plain Map with hashing and signing. */
  readonly map: Added;
  /** How many times its processor time ours is. */
  readonly ratio: number;
  readonly peers: Peers<Added>;
}

export interface Report {
  readonly idleReconnectBytes: {
    readonly authors: number;
    readonly ours: number;
    readonly peers: Peers<number>;
  };
  readonly corruption: {
    readonly tried: number;
    readonly controls: number;
    readonly controlsAccepted: number;
    readonly accepted: number;
    readonly peers: Peers<number>;
  };
  readonly forgotten: {
    readonly deleted: number;
    readonly found: number;
    readonly controlFound: boolean;
    readonly peers: Peers<number>;
  };
  readonly adds: readonly AddsRow[];
  readonly counts: Readonly<
    Record<"idleReconnectBytes" | "corruption" | "forgotten" | "adds", string>
  >;
}

export const IDLE_BYTES_MAX = 64;
/** Times the processor time of a plain Map that hashes and signs. */
export const RATIO_MAX = 2;
/** From so many records on: before, what starts once weighs more than what is measured. */
export const JUDGED_FROM = 100_000;
/** Linear is: of the largest size each record takes at most so many times what one did there. */
const GROWTH_MAX = 2;

const COUNTS: Report["counts"] = {
  idleReconnectBytes:
    "bytes of both sides until both know that nothing is new, without a transport's; two replicas hold a note of each author",
  corruption:
    "of the updates with one changed byte, those after which a replica showed what nobody wrote; of ours, any byte that one side sends in a whole exchange",
  forgotten:
    "of the deleted texts, those whose bytes are in what is kept and in what a fresh replica gets; ours were removed, erased and expired, each alone",
  adds: "notes added one after another to one collection, each an update of its own; ours and the Map's are signed and hashed, the peers' are not; a peer that was stopped by its time says how many it has; bytes are of memory",
};

/** Throws `bench_failed`. */
export function reportOf({ plan, figures }: Measured): Report {
  const ours = whole(figures, "ours");
  const [corruption, forgotten] = [ours.corruption.main, ours.forgotten.main];
  const peersOf = <Figure, Shown>(
    part: (of: Whole) => Variants<Figure>,
    show: (figure: Figure) => Shown,
  ): Peers<Shown> =>
    Object.fromEntries(PEERS.flatMap((name) => named(name, part(whole(figures, name)), show)));
  return {
    idleReconnectBytes: {
      authors: plan.authors,
      ours: ours.reconnect.main,
      peers: peersOf((of) => of.reconnect, Number),
    },
    corruption: {
      ...corruption,
      peers: peersOf(
        (of) => of.corruption,
        ({ accepted }) => accepted,
      ),
    },
    forgotten: {
      ...forgotten,
      peers: peersOf(
        (of) => of.forgotten,
        ({ found }) => found,
      ),
    },
    adds: plan.sizes.map((_, index) => rowOf(figures, index)),
    counts: COUNTS,
  };
}

/** What a rule promises and a run did not keep, a line each. */
export function broken(report: Report): readonly string[] {
  const { idleReconnectBytes, corruption, forgotten, adds } = report;
  const reasons: string[] = [];
  if (idleReconnectBytes.ours > IDLE_BYTES_MAX) {
    reasons.push(`an idle reconnect takes ${idleReconnectBytes.ours} bytes`);
  }
  if (corruption.accepted > 0) reasons.push(`${corruption.accepted} changed bytes were accepted`);
  if (forgotten.found > 0) reasons.push(`${forgotten.found} deleted texts were found`);
  return [...reasons, ...tooSlow(adds.filter(({ records }) => records >= JUDGED_FROM))];
}

function tooSlow(judged: readonly AddsRow[]): readonly string[] {
  const reasons = judged
    .filter(({ ratio }) => ratio > RATIO_MAX)
    .map(({ records, ratio }) => `${records} adds take ${ratio} times what a plain Map takes`);
  const [first, last] = [judged[0], judged.at(-1)];
  const growth = (last?.cpuMicroseconds ?? 0) / (first?.cpuMicroseconds ?? 1);
  if (growth > GROWTH_MAX) reasons.push("an add takes the longer the more there are");
  return reasons;
}

type Whole = Required<Figures>;

/** All the figures of a subject, with its controls passed. */
function whole(figures: Measured["figures"], name: "ours" | PeerName): Whole {
  const { corruption, forgotten, reconnect, adds = [] } = figures[name] ?? {};
  if (corruption === undefined || forgotten === undefined || reconnect === undefined) {
    throw failed(`${name} has no figures`);
  }
  if (adds.length === 0) throw failed(`${name} has added nothing`);
  for (const { controls, controlsAccepted } of variantsOf(corruption)) {
    if (controls === 0 || controlsAccepted !== controls) {
      throw failed(`${name} took ${controlsAccepted} of ${controls} true updates`);
    }
  }
  for (const { controlFound } of variantsOf(forgotten)) {
    if (!controlFound) throw failed(`what ${name} keeps is not found in what it keeps`);
  }
  return { corruption, forgotten, reconnect, adds };
}

function rowOf(figures: Measured["figures"], index: number): AddsRow {
  const [ours, map] = [whole(figures, "ours").adds[index], figures["plain map"]?.adds[index]];
  if (ours === undefined || map === undefined) throw failed("a size of the adds has no figure");
  // Of a peer that was stopped before: what it had reached.
  const reached = PEERS.map((name) => {
    const { adds } = whole(figures, name);
    return [name, adds[Math.min(index, adds.length - 1)]!] as const;
  });
  const ratio = Math.round((100 * ours.cpuMicroseconds) / map.cpuMicroseconds) / 100;
  return { ...ours, map, ratio, peers: Object.fromEntries(reached) };
}

function named<Figure, Shown>(
  name: string,
  { main, others = {} }: Variants<Figure>,
  show: (figure: Figure) => Shown,
): readonly (readonly [string, Shown])[] {
  const variants = Object.entries(others).map(
    ([what, figure]) => [`${name}, ${what}`, show(figure)] as const,
  );
  return [[name, show(main)], ...variants];
}

function variantsOf<Figure>({ main, others = {} }: Variants<Figure>): readonly Figure[] {
  return [main, ...Object.values(others)];
}

function failed(why: string): Fault {
  return new Fault("bench_failed", `the bench failed: ${why}`);
}
