/**
 * What is done to a simulated group: faults at random moments, each counted when it was done.
 */
import type { Random, Weather } from "../../sim/src/index.ts";
import { SLOW_MS, STUCK_MS } from "./simulated-application.ts";
import { DATABASE, type SimulatedGroup } from "./simulated-group.ts";
import type { SimulatedMember } from "./simulated-member.ts";

/** Says whether there was somebody to do it to. */
type Fault = (group: SimulatedGroup) => boolean;

const MEMBERS_MAX = 9;
/** Means: past the lease about as often as not. */
const PAUSE_MS = 3_000;
const CUT_MS = 3_000;
const OUTAGE_MS = 1_500;
const LATE_MS_MAX = 4_000;
const WALL_JUMP_MS_MAX = 5_000;

export const FAULTS = {
  join: (group) => group.alive.length < MEMBERS_MAX && group.add() !== undefined,
  kill: toOne((member, group) => group.kill(member)),
  leave: toOne((member) => member.leave()),
  drain: toOne(({ state }, { database }) => state.id !== null && database.tables.drain(state.id)),
  pause: toOne(({ process }, { world }) => {
    const forMs = world.random.wait(PAUSE_MS);
    world.note(() => `${process.name} hangs for ${forMs.toFixed(0)} ms`);
    process.pause();
    world.after(forMs, () => process.resume());
  }),
  suspend: toOne((member, { world }) => {
    const forMs = world.random.wait(PAUSE_MS);
    world.note(() => `the machine of ${member.name} sleeps for ${forMs.toFixed(0)} ms`);
    member.sleep();
    world.after(forMs, () => member.process.wake());
  }),
  wallJump: toOne(({ process }, { world }) => {
    process.setWall(world.random.between(-WALL_JUMP_MS_MAX, WALL_JUMP_MS_MAX));
  }),
  cut: toOne((member, group) => group.cut(member, group.world.random.wait(CUT_MS))),
  outage: ({ world, network }) => {
    world.note(() => "the database is cut off");
    network.cut(DATABASE);
    world.after(world.random.wait(OUTAGE_MS), () => network.mend(DATABASE));
    return true;
  },
  restart: ({ database }) => {
    database.restart();
    return true;
  },
  failover: ({ database }) => {
    database.failOver();
    return true;
  },
  weather: ({ network, world }) => {
    network.weather = anyWeather(world.random);
    return true;
  },
  slow: toOne(({ application }) => {
    application.stopMsMax = SLOW_MS;
  }),
  stuck: toOne(({ application }) => {
    application.stopMsMax = STUCK_MS;
  }),
  finish: toOne((member) => member.view !== undefined && member.finish()),
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof FAULTS;
/** How often each happens, in relation to the others. */
export type Mix = Readonly<Partial<Record<FaultName, number>>>;

export const OUTAGES: readonly FaultName[] = ["outage", "restart", "failover"];

export const EVERYTHING: Mix = {
  join: 15,
  kill: 8,
  leave: 5,
  drain: 2,
  pause: 12,
  suspend: 6,
  wallJump: 3,
  cut: 10,
  outage: 4,
  restart: 7,
  failover: 4,
  weather: 10,
  slow: 3,
  stuck: 4,
  finish: 5,
};

export interface Chaos {
  readonly mix: Mix;
  /** From one fault to the next, on average. */
  readonly everyMs: number;
  readonly untilMs: number;
  readonly onDone: (fault: FaultName) => void;
}

/** Plans the faults of a group until then. */
export function rage(group: SimulatedGroup, chaos: Chaos): void {
  const { world } = group;
  const next = () => {
    if (world.nowMs >= chaos.untilMs) return;
    const name = pickFault(chaos.mix, world.random);
    if (FAULTS[name](group)) chaos.onDone(name);
    world.after(world.random.wait(chaos.everyMs), next);
  };
  world.after(0, next);
}

function pickFault(mix: Mix, random: Random): FaultName {
  const entries = Object.entries(mix) as [FaultName, number][];
  const total = entries.reduce((sum, [, often]) => sum + often, 0);
  let left = random.between(0, total);
  for (const [name, often] of entries) {
    left -= often;
    if (left < 0) return name;
  }
  return "join";
}

function toOne(fault: (member: SimulatedMember, group: SimulatedGroup) => unknown): Fault {
  return (group) => {
    const { running } = group;
    if (running.length === 0) return false;
    return fault(group.world.random.pick(running), group) !== false;
  };
}

function anyWeather(random: Random): Weather {
  return {
    lossRate: random.between(0, 0.2),
    duplicateRate: random.between(0, 0.1),
    delayMs: random.between(1, 50),
    lateRate: random.between(0, 0.1),
    lateMs: LATE_MS_MAX,
  };
}
