/**
 * One seed: a group is formed, things are done to it for a while, they stop, it must come to rest,
 * and then it is judged.
 *
 *     form ──► chaos ──► calm, until at rest ──► verdict
 */
import { CALM } from "../../sim/src/index.ts";
import type { Settings } from "../src/store.ts";
import { EVERYTHING, type FaultName, type Mix, OUTAGES, rage } from "./chaos.ts";
import { judgeKeys, judgeViews, shareOwned } from "./intervals.ts";
import { unsettled } from "./settled.ts";
import { SimulatedGroup } from "./simulated-group.ts";

export interface Plan {
  readonly settings: Settings;
  readonly mix: Mix;
  readonly isWeighing: boolean;
  /** How many there are before anything happens. */
  readonly members: number;
  readonly drift: number;
  readonly chaosMs: number;
  readonly everyMs: number;
}

export interface Verdict {
  readonly seed: number;
  readonly plan: Plan;
  /** Empty where every promise was kept. */
  readonly complaints: readonly string[];
  /** What was done to the system, and what became of it. */
  readonly counts: Readonly<Record<string, number>>;
  /** How long it took to come to rest. */
  readonly restMs: number;
  /** The part of the time of the faults in which a partition was acted on. */
  readonly owned: number;
  readonly trace: readonly string[];
}

const FORM_MS = 5_000;
/**
 * From the last fault until a group must be at rest. The longest way there: an application that is
 * given up on after 5 s, a member that hung and is buried 3.8 s later, and 3.3 s of quiet after a
 * failover that the last of them noticed late.
 */
export const REST_MS_MAX = 20_000;
const LOOK_MS = 100;
/** At rest it must stay. */
const REST_LOOKS = 10;
const TRACE_LINES_MAX = 200;
const MEMBERS = 5;
const PARTITIONS = 32;

const WITHOUT_OUTAGES: Mix = Object.fromEntries(
  Object.entries(EVERYTHING).filter(([name]) => !OUTAGES.includes(name as FaultName)),
);

/** What a seed is about: every fourth has a database that never fails, every fourth is fenced. */
export function planOf(seed: number): Plan {
  const settings = { partitions: seed % 10 === 0 ? 0 : PARTITIONS, fenced: seed % 4 === 3 };
  const plan = planWith(EVERYTHING, { settings, isWeighing: seed % 3 === 0 });
  return seed % 4 === 1 ? { ...plan, mix: WITHOUT_OUTAGES, everyMs: 4_000 } : plan;
}

export function planWith(mix: Mix, changes: Partial<Plan> = {}): Plan {
  return {
    settings: { partitions: PARTITIONS, fenced: false },
    mix,
    isWeighing: false,
    members: MEMBERS,
    drift: 0.05,
    chaosMs: 30_000,
    everyMs: 700,
    ...changes,
  };
}

export function hasOutages({ mix }: Plan): boolean {
  return OUTAGES.some((name) => mix[name] !== undefined);
}

export function simulate(
  seed: number,
  plan: Plan = planOf(seed),
  traceLinesMax: number = TRACE_LINES_MAX,
): Verdict {
  const { mix, everyMs, settings } = plan;
  const group = new SimulatedGroup({ seed, ...plan, traceLinesMax });
  const { world, network } = group;
  const counts: Record<string, number> = {};
  for (let member = 0; member < plan.members; member += 1) group.add();
  world.runUntil(FORM_MS);
  const untilMs = FORM_MS + plan.chaosMs;
  const onDone = (fault: FaultName) => {
    counts[fault] = (counts[fault] ?? 0) + 1;
  };
  rage(group, { mix, everyMs, untilMs, onDone });
  world.runUntil(untilMs);
  group.calm();
  const { restMs, missing } = awaitRest(group);
  group.close();
  const { lost, duplicated, late } = network.counts;
  return {
    seed,
    plan,
    complaints: [...missing, ...judge(group)],
    counts: { ...counts, ...group.counts, ...group.database.counts, lost, duplicated, late },
    restMs,
    owned: shareOwned(numbered(group), settings.partitions, { fromMs: FORM_MS, toMs: untilMs }),
    trace: world.trace,
  };
}

/** Runs the group until it stays at rest, or should have long ago. */
export function awaitRest(group: SimulatedGroup): { restMs: number; missing: readonly string[] } {
  const { world } = group;
  group.network.weather = CALM;
  const sinceMs = world.nowMs;
  let restMs = LOOK_MS;
  for (let looks = 0; looks < REST_LOOKS; looks += 1) {
    world.runUntil(world.nowMs + LOOK_MS);
    const missing = unsettled(group);
    if (missing.length === 0) continue;
    looks = -1;
    restMs = world.nowMs - sinceMs + LOOK_MS;
    if (restMs >= REST_MS_MAX) return { restMs, missing };
  }
  return { restMs, missing: [] };
}

/** Where every effect is fenced, only effects are judged. */
function judge({ settings, views, keys, database }: SimulatedGroup): string[] {
  const acting = settings.fenced ? [] : [...judgeViews(views), ...judgeKeys(keys)];
  return [...acting, ...database.complaints];
}

function numbered({ keys }: SimulatedGroup) {
  return keys.filter(({ key }) => /^\d+$/.test(key));
}
