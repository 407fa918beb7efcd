/**
 * One run of the simulation, from an empty march to its summary.
 *
 *   node ─► march ─► people join ─► viewers watch ─► ticks ─► erase: people ─► erase: 0
 *
 * Whatever ends it, everything that was started is closed, in the opposite order.
 *
 * Rules S3 to S7: docs/spec/march-simulation.md.
 */
import { generateKeys, type Identity, openIdentity } from "@muster/replica";
import type { Timers } from "@muster/rooms";
import { MarchApi } from "./api.ts";
import { Board, type Row } from "./board.ts";
import { Crowd } from "./crowd.ts";
import { Expectation, type Plan } from "./expectation.ts";
import { FACES, type Setup } from "./message.ts";
import type { SimulateOptions } from "./options.ts";
import { faultsOfRace, type RacingErase } from "./race.ts";
import { amidPosts, type Schedule, scheduleFrom, settledAt, tickStart } from "./schedule.ts";
import { addSamples, type SampleCounts, SignatureSample } from "./signature-sample.ts";
import { type Outcome, type Summary, summarise } from "./summary.ts";
import { ViewerProcess } from "./viewer-process.ts";
import { inTime, type Life, until } from "./wait.ts";

const MARCH = { hours: 4, lifetimeSeconds: 1_800 } as const;
const CONTINGENT = "stewards";
const READY_MS_MAX = 20_000;
/** What viewers and people may take beyond the time at which they are due. */
const LATE_MS_MAX = 10_000;
/** How long an old post that comes after the erase has to show, if it does. */
const HAUNT_MS = 400;

/** A node that somebody started, and can end. */
export interface StartedNode {
  /** Without a slash at the end. */
  readonly url: string;
  /** Null when it is no process of ours. */
  readonly pid: number | null;
  close(): Promise<void>;
}

export interface SimulatePorts {
  readonly timers: Timers;
  /** Aborted when someone asks the run to stop. */
  readonly signal: AbortSignal;
  readonly startNode: () => Promise<StartedNode>;
  readonly show: (row: Row) => void;
  /** Hears what is about to be done, a line each. */
  readonly tell: (line: string) => void;
}

interface March {
  readonly api: MarchApi;
  readonly id: string;
  readonly steward: Identity;
  readonly token: string;
  readonly invite: string;
  readonly display: string;
  readonly lifetimeMs: number;
}

/** Throws `failed` when something it needs ends too early, `interrupted` when asked to stop. */
export async function run(
  options: SimulateOptions,
  plan: Plan,
  ports: SimulatePorts,
): Promise<Summary> {
  const { timers, tell } = ports;
  const lost = new AbortController();
  const life: Life = { timers, signal: AbortSignal.any([ports.signal, lost.signal]) };
  const beganAt = timers.now();
  await using opened = new AsyncDisposableStack();
  tell(options.url === null ? "starting a node and its database" : `using ${options.url}`);
  const node = await ports.startNode();
  opened.defer(() => node.close());
  const march = await makeMarch(new MarchApi(node.url, timers));
  const raceTick = options.race ? Math.floor(plan.ticks / 2) : null;
  const stage: Stage = { options, plan, march, raceTick, life };
  tell(`${plan.people + options.expired} people join`);
  const crowd = await openCrowd(stage, opened);
  const board = new Board({ ...plan, viewers: options.viewers, show: ports.show });
  tell(`${options.viewers} viewers start; people assemble, then each moves once a tick`);
  const viewers = openViewers(stage, board, (fault) => lost.abort(fault));
  opened.defer(async () => void (await Promise.all(viewers.map((viewer) => viewer.close()))));
  const play = { ...stage, crowd, board, viewers };
  const race = await walk(play);
  const end = await eraseAll(play);
  const seconds = Math.round((timers.now() - beganAt) / 100) / 10;
  return summarise(outcomeOf(play, { race, end, seconds }));
}

interface Stage {
  readonly options: SimulateOptions;
  readonly plan: Plan;
  readonly march: March;
  readonly raceTick: number | null;
  readonly life: Life;
}

interface Play extends Stage {
  readonly crowd: Crowd;
  readonly board: Board;
  readonly viewers: readonly ViewerProcess[];
}

interface Ending {
  readonly race: Raced | null;
  readonly end: Erased;
  readonly seconds: number;
}

function outcomeOf(play: Play, { race, end, seconds }: Ending): Outcome {
  const { options, plan, crowd, board } = play;
  const { viewers, seed, speed, expired, sabotage } = options;
  const counted = plan.ticks - (race === null ? 0 : 1);
  return {
    people: plan.people,
    phones: crowd.phones,
    viewers,
    ticks: plan.ticks,
    seed,
    speed,
    deliveries: board.deliveries,
    expected: plan.people * counted * viewers,
    missedMoves: board.missedMoves,
    missed: board.missed,
    tickMs: tickMsOf(play),
    behindMs: { posts: Math.round(crowd.behindMs), viewers: Math.round(board.behindMs) },
    latenciesMs: board.latenciesMs,
    errors: [...crowd.errors, ...board.errors, ...(race?.faults ?? []), ...end.errors],
    erased: end.erased,
    refused: crowd.refused,
    expired,
    lateRepeats: crowd.lateRepeats,
    race: race === null ? null : { erased: race.erased, shown: race.shown },
    sabotage,
    verifiedSample: end.sample,
    seconds,
  };
}

async function makeMarch(api: MarchApi): Promise<March> {
  const steward = await openIdentity(await generateKeys());
  const { id, invite } = await api.make(steward, MARCH);
  const joined = await api.joinWithKey(id, invite, { identity: steward, contingent: CONTINGENT });
  const { token, lifetimeMs } = joined;
  const display = await api.invite(id, token, ["display"]);
  return { api, id, steward, token, invite, display, lifetimeMs };
}

async function openCrowd(stage: Stage, opened: AsyncDisposableStack): Promise<Crowd> {
  const { options, plan, march, raceTick, life } = stage;
  const { api, id, invite, lifetimeMs } = march;
  const sample = await SignatureSample.open({
    march: id,
    lifetimeMs,
    now: () => life.timers.now(),
  });
  const expectation = new Expectation(plan);
  const { expired, sabotage } = options;
  const known = { api, march: id, invite, lifetimeMs, expectation };
  const crowd = new Crowd({ ...known, expired, raceTick, sabotage, life }, sample);
  opened.defer(() => crowd.close());
  await crowd.join();
  return crowd;
}

function openViewers(
  stage: Stage,
  board: Board,
  onLost: (fault: Error) => void,
): readonly ViewerProcess[] {
  const { options, plan, march, raceTick, life } = stage;
  const setup: Omit<Setup, "face"> = {
    is: "setup",
    url: march.api.url,
    march: march.id,
    invite: march.display,
    ...plan,
    tickMs: tickMsOf(stage),
    raceTick,
  };
  return Array.from({ length: options.viewers }, (_, index) => {
    const face = FACES[index % FACES.length] ?? "websocket";
    const viewer: ViewerProcess = new ViewerProcess({
      number: index + 1,
      setup: { ...setup, face },
      life,
      onTick: (report) => board.take(viewer.name, report),
      onLost,
    });
    return viewer;
  });
}

function tickMsOf({ options, plan }: Stage): number {
  return (plan.route.tickSeconds * 1000) / options.speed;
}

interface Raced {
  readonly erased: number;
  readonly shown: number;
  readonly faults: readonly string[];
}

async function walk(play: Play): Promise<Raced | null> {
  const { plan, crowd, board, viewers, raceTick, life } = play;
  await Promise.all(viewers.map((viewer) => viewer.hear("ready", READY_MS_MAX)));
  const { people, ticks } = plan;
  const schedule = scheduleFrom(life.timers.now(), { tickMs: tickMsOf(play), people });
  const { startAt } = schedule;
  for (const viewer of viewers) viewer.tell({ is: "go", startAt, roster: crowd.roster });
  await crowd.assemble(schedule);
  let race: Raced | null = null;
  for (let tick = 0; tick < ticks; tick += 1) {
    await until(life, tickStart(schedule, tick));
    const racing: Promise<Raced | null> =
      tick === raceTick ? raceAt(play, schedule, tick) : Promise.resolve(race);
    [race] = await Promise.all([racing, crowd.walk(schedule, tick)]);
  }
  await until(life, tickStart(schedule, ticks));
  const sentence = "the last tick was not judged, or not answered";
  await inTime(life, Promise.all([board.done, crowd.settled()]), { ms: LATE_MS_MAX, sentence });
  return race;
}

/** Erases while the posts of a tick are on their way, and compares everyone once it settled. */
async function raceAt(play: Play, schedule: Schedule, tick: number): Promise<Raced> {
  const { march, crowd, viewers, life } = play;
  await until(life, amidPosts(schedule, tick));
  const sentAt = life.timers.now();
  const erased = await march.api.erase(march.id, march.token, march.steward);
  const erase: RacingErase = { sentAt, answeredAt: life.timers.now(), erased };
  await until(life, settledAt(schedule, tick));
  const polled = await polledPeople(march, crowd);
  const told = await Promise.all(viewers.map((viewer) => viewer.hear("shows", LATE_MS_MAX)));
  const shown = new Map<string, readonly number[]>([["the polling API", polled]]);
  for (const [index, { people }] of told.entries()) {
    shown.set(viewers[index]?.name ?? "", people);
  }
  const faults = faultsOfRace({ posts: crowd.raced, erase, shown });
  return { erased, shown: polled.length, faults };
}

async function polledPeople({ api, id, display }: March, crowd: Crowd): Promise<readonly number[]> {
  const { token } = await api.join(id, display, CONTINGENT);
  const pins = await api.update(id, token, { lastPing: -1, person: "", place: null });
  return pins.map((pin) => crowd.roster.indexOf(pin.id)).toSorted((a, b) => a - b);
}

interface Erased {
  readonly erased: readonly [number, number];
  readonly errors: readonly string[];
  readonly sample: SampleCounts;
}

async function eraseAll({ march, crowd, viewers, life }: Play): Promise<Erased> {
  const eraseOnce = () => march.api.erase(march.id, march.token, march.steward);
  const first = await eraseOnce();
  for (const viewer of viewers) viewer.tell({ is: "erased" });
  const cleared = await Promise.all(viewers.map((each) => each.hear("cleared", LATE_MS_MAX)));
  // What was erased comes once more, late: it must not come back.
  crowd.repeatLast();
  await until(life, life.timers.now() + HAUNT_MS);
  const second = await eraseOnce();
  for (const viewer of viewers) viewer.tell({ is: "end" });
  const ended = await Promise.all(viewers.map((each) => each.hear("ended", LATE_MS_MAX)));
  const errors = viewers.flatMap(({ name }, index) => [
    ...leftOver(name, cleared[index]?.left ?? 0, "after the erase"),
    ...leftOver(name, ended[index]?.left ?? 0, "after old posts came again"),
    ...(ended[index]?.errors ?? []).map((error) => `${name}: ${error}`),
  ]);
  const sample = ended.map((each) => each.sample).reduce(addSamples, await crowd.sample.counts());
  return { erased: [first, second], errors, sample };
}

function leftOver(name: string, left: number, when: string): readonly string[] {
  return left === 0 ? [] : [`${name}: ${left} pins are left ${when}`];
}
