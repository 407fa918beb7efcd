/**
 * One run of the simulation, from an empty march to its summary.
 *
 *   node ─► march ─► people join ─► viewers watch ─► ticks ─► erase: people ─► erase: 0
 *
 * Whatever ends it, everything that was started is closed, in the opposite order.
 *
 * Rules S3 to S7: docs/spec/march-simulation.md.
 */
import type { Timers } from "@muster/rooms";
import { usageOf } from "../bench/process-usage.ts";
import { MarchApi } from "./api.ts";
import { Board, type Row } from "./board.ts";
import { Crowd, OWN_PEOPLE_MAX } from "./crowd.ts";
import { eraseAll } from "./ending.ts";
import { Expectation, type Plan } from "./expectation.ts";
import { heldAtRest } from "./held-at-rest.ts";
import { type Kept, memoryRounds, type Rounds } from "./memory-rounds.ts";
import { FACES, type Setup } from "./message.ts";
import type { SimulateOptions } from "./options.ts";
import { outcomeOf, type Raced } from "./outcome.ts";
import { faultsOfRace, type RacingErase } from "./race.ts";
import { amidPosts, type Schedule, scheduleFrom, settledAt, tickStart } from "./schedule.ts";
import { SignatureSample } from "./signature-sample.ts";
import {
  CONTINGENT,
  eraseOnce,
  LATE_MS_MAX,
  type March,
  makeMarch,
  type Play,
  type Stage,
  tickMsOf,
} from "./stage.ts";
import type { StartedNode } from "./started-node.ts";
import { type Summary, summarise } from "./summary.ts";
import { Throng } from "./throng/throng.ts";
import { startViewer, type ViewerProcess } from "./viewer-process.ts";
import { inTime, type Life, until } from "./wait.ts";

const READY_MS_MAX = 20_000;
/** Over how long everyone posts once more, for each person. */
const ROUND_EACH_MS = 0.8;

export interface SimulatePorts {
  readonly timers: Timers;
  /** Aborted when someone asks the run to stop. */
  readonly signal: AbortSignal;
  readonly startNode: () => Promise<StartedNode>;
  readonly show: (row: Row) => void;
  /** Hears what is about to be done, a line each. */
  readonly tell: (line: string) => void;
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
  const stage: Stage = { options, plan, node, march, raceTick, life };
  const play = await assemble({ stage, ports, opened, onLost: (fault) => lost.abort(fault) });
  const measured = await measureCold(stage);
  const { race, cpuSeconds } = await walk(play);
  const end = await eraseAll(play);
  if (measured !== null) tell(`${options.rounds} rounds: everyone posts, everything is erased`);
  const kept = measured === null ? null : await keptBy(play, measured);
  const throng = (await play.throng?.end()) ?? null;
  const seconds = Math.round((timers.now() - beganAt) / 100) / 10;
  return summarise(outcomeOf(play, { race, end, throng, kept, cpuSeconds, seconds }));
}

type Measured = Pick<Rounds, "memory" | "cold">;

/** Null where nobody asks, or the node cannot be asked. */
async function measureCold({ options, node, life }: Stage): Promise<Measured | null> {
  const look = node.memory;
  if (look === null || options.rounds === 0) return null;
  const memory = () => heldAtRest(look, (ms) => until(life, life.timers.now() + ms));
  return { memory, cold: await memory() };
}

interface Assembling {
  readonly stage: Stage;
  readonly ports: SimulatePorts;
  readonly opened: AsyncDisposableStack;
  readonly onLost: (fault: Error) => void;
}

/** Everyone joins, then those who watch. */
async function assemble({ stage, ports, opened, onLost }: Assembling): Promise<Play> {
  const { options, plan } = stage;
  const { tell, show } = ports;
  tell(`${plan.people + options.expired} people join`);
  const crowd = await openCrowd(stage, opened);
  const throng = openThrong(stage, onLost);
  if (throng !== null) opened.defer(() => throng.close());
  const ids = [...((await throng?.joined()) ?? [])].toSorted(([a], [b]) => a - b);
  const roster = [...crowd.roster, ...ids.map(([, id]) => id)];
  const board = new Board({ ...plan, viewers: options.viewers, show });
  tell(`${options.viewers} viewers start; people assemble, then each moves once a tick`);
  const viewers = openViewers(stage, board, onLost);
  opened.defer(async () => void (await Promise.all(viewers.map((viewer) => viewer.close()))));
  return { ...stage, crowd, throng, board, viewers, roster };
}

/** Everyone but the first, who are phones and pollers of the crowd, marches in the throng. */
function openThrong(
  { options, plan, march, life }: Stage,
  onLost: (fault: Error) => void,
): Throng | null {
  const isThrong = !options.race && plan.people > OWN_PEOPLE_MAX;
  if (!isThrong) return null;
  const { api, id, invite } = march;
  const tickMs = tickMsOf({ options, plan });
  const setup = { url: api.url, march: id, invite, tickMs, ...plan };
  return new Throng({ setup, from: OWN_PEOPLE_MAX, life, onLost });
}

/** After the run: everyone posts, everything is erased, and what the node keeps of it is measured. */
async function keptBy(play: Play, measured: Measured): Promise<Kept> {
  const { options, plan, crowd, throng, march } = play;
  const overMs = plan.people * ROUND_EACH_MS;
  const post = async (): Promise<readonly string[]> => {
    const errors = await Promise.all([throng?.round(overMs) ?? [], crowd.round()]);
    return errors.flat();
  };
  const erase = () => eraseOnce(march);
  return memoryRounds({ ...measured, rounds: options.rounds, people: plan.people, post, erase });
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
  const own = options.race ? plan.people : Math.min(plan.people, OWN_PEOPLE_MAX);
  const known = { api, march: id, invite, lifetimeMs, expectation, own };
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
    return startViewer({
      number: index + 1,
      setup: { ...setup, face },
      life,
      onTick: (viewer, report) => board.take(viewer, report),
      onLost,
    });
  });
}

interface Walked {
  readonly race: Raced | null;
  readonly cpuSeconds: number | null;
}

async function walk(play: Play): Promise<Walked> {
  const { node, plan, crowd, throng, board, viewers, raceTick, roster, life } = play;
  await Promise.all(viewers.map((viewer) => viewer.hear("ready", READY_MS_MAX)));
  const { people, ticks } = plan;
  const schedule = scheduleFrom(life.timers.now(), { tickMs: tickMsOf(play), people });
  const { startAt } = schedule;
  for (const viewer of viewers) viewer.tell({ is: "go", startAt, roster });
  throng?.go(startAt, roster);
  await crowd.assemble(schedule);
  await until(life, tickStart(schedule, 0));
  const before = await usageOf(node.pid);
  let race: Raced | null = null;
  for (let tick = 0; tick < ticks; tick += 1) {
    await until(life, tickStart(schedule, tick));
    const racing: Promise<Raced | null> =
      tick === raceTick ? raceAt(play, schedule, tick) : Promise.resolve(race);
    [race] = await Promise.all([racing, crowd.walk(schedule, tick)]);
  }
  await until(life, tickStart(schedule, ticks));
  const after = await usageOf(node.pid);
  const sentence = "the last tick was not judged, or not answered";
  const judged = Promise.all([board.done, crowd.settled(), throng?.done]);
  await inTime(life, judged, { ms: LATE_MS_MAX, sentence });
  const isMeasured = before !== null && after !== null;
  return { race, cpuSeconds: isMeasured ? after.cpuSeconds - before.cpuSeconds : null };
}

/** Erases while the posts of a tick are on their way, and compares everyone once it settled. */
async function raceAt(play: Play, schedule: Schedule, tick: number): Promise<Raced> {
  const { march, crowd, viewers, life } = play;
  await until(life, amidPosts(schedule, tick));
  const sentAt = life.timers.now();
  const erased = await eraseOnce(march);
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
