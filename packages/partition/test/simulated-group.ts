/**
 * A group of members in a simulated world: their real code, on processes that hang and die, over a
 * network that fails, on a database that fails over. The application of each member takes its time
 * to stop. What members did is recorded in true time, to be judged afterwards.
 */
import { CALM, Network, Process, type Weather, World } from "../../sim/src/index.ts";
import type { Fence } from "../src/fence.ts";
import { step, wakeAt } from "../src/member.ts";
import { type Call, type Effect, type Event, type MemberState, newMember } from "../src/state.ts";
import type { Answer, MemberId, Owned, Settings } from "../src/store.ts";
import { Tables, type TablesState } from "../src/tables.ts";
import { TIMING } from "../src/timing.ts";
import type { KeyInterval, ViewInterval } from "./intervals.ts";

const DATABASE = "database";
/** How long a call is waited for, ms of the caller's time. */
const CALL_MS_MAX = 1_000;
const NOTIFY_SPREAD_MS = 50;
/** How far behind the copy may be that a failover goes to, ms. */
const LAG_MS_MAX = 1_000;
const SNAPSHOT_MS = 100;

export interface GroupOptions {
  readonly seed: number;
  readonly settings: Settings;
  /** The fastest and slowest clock, as a part of true time. */
  readonly drift: number;
}

interface Open<T> {
  readonly view: T;
  readonly fromMs: number;
}

export class SimulatedGroup {
  readonly world: World;
  readonly network: Network;
  readonly settings: Settings;
  readonly members: SimulatedMember[] = [];
  readonly views: ViewInterval[] = [];
  readonly keys: KeyInterval[] = [];
  /** Fenced writes that committed, by key. */
  readonly journal = new Map<string, Fence[]>();
  readonly counts = { joins: 0, deaths: 0, burials: 0, failovers: 0, restarts: 0, writes: 0, fenced: 0 };
  tables: Tables;
  #sessions = 1;
  readonly #drift: number;
  readonly #snapshots: { atMs: number; state: TablesState }[] = [];

  constructor({ seed, settings, drift }: GroupOptions) {
    this.world = new World(seed);
    this.network = new Network(this.world);
    this.settings = settings;
    this.#drift = drift;
    this.tables = new Tables(settings, { timeline: 1, session: "s1" }, {
      random: () => this.world.random.next(),
      notify: () => this.#notify(),
      isDropped: (id) => this.isDropped(id),
    });
    this.#snapshot();
  }

  get running(): SimulatedMember[] {
    return this.members.filter(({ process, state }) => process.isRunning && state.phase !== "gone");
  }

  get alive(): SimulatedMember[] {
    return this.members.filter(({ process, state }) => process.isAlive && state.phase !== "gone");
  }

  add(): SimulatedMember {
    const { random } = this.world;
    const name = `p${this.members.length}`;
    const drift = random.between(-this.#drift, this.#drift);
    const member = new SimulatedMember(this, new Process(this.world, { name, drift }));
    this.members.push(member);
    member.start();
    return member;
  }

  /** Everything that happens takes its weather from here on. */
  set weather(weather: Weather) {
    this.network.weather = weather;
  }

  calm(): void {
    this.network.weather = CALM;
    for (const { process } of this.members) {
      this.network.mend(process.name);
      process.resume();
    }
    this.network.mend(DATABASE);
  }

  isDropped(id: MemberId): boolean {
    return !this.alive.some(({ state }) => state.id === id);
  }

  /** The copy takes over, without the last commits. */
  failOver(): void {
    this.counts.failovers += 1;
    const sinceMs = this.world.nowMs - this.world.random.between(0, LAG_MS_MAX);
    const copy = this.#snapshots.findLast(({ atMs }) => atMs <= sinceMs) ?? this.#snapshots[0];
    if (copy === undefined) return;
    this.world.note(`failover, ${(this.world.nowMs - copy.atMs).toFixed(0)} ms lost`);
    this.#sessions += 1;
    const { timeline } = this.tables.server;
    this.tables.server = { timeline: timeline + 1, session: `s${this.#sessions}` };
    this.tables.state = copy.state;
  }

  /** Renewals are not forced to disk, so that a restart may take the last ones back. */
  restart(): void {
    this.counts.restarts += 1;
    this.world.note("the database restarts");
    this.#sessions += 1;
    const { server, state } = this.tables;
    const copy = this.#snapshots.at(-1);
    const members = new Map(state.members);
    for (const [id, row] of members) {
      const counter = copy?.state.members.get(id)?.counter ?? 1;
      members.set(id, { ...row, counter });
    }
    this.tables.server = { ...server, session: `s${this.#sessions}` };
    this.tables.state = { ...state, members };
  }

  #snapshot(): void {
    this.#snapshots.push({ atMs: this.world.nowMs, state: this.tables.state });
    if (this.#snapshots.length > (2 * LAG_MS_MAX) / SNAPSHOT_MS) this.#snapshots.shift();
    this.world.after(SNAPSHOT_MS, () => this.#snapshot());
  }

  #notify(): void {
    for (const member of this.alive) {
      this.network.send(DATABASE, member.process.name, () => member.notified());
    }
  }

  /** A call over the network and back; the database does it at one moment. */
  call(member: SimulatedMember, run: () => void, after: () => void): void {
    const { name } = member.process;
    this.network.send(name, DATABASE, () => {
      run();
      this.network.send(DATABASE, name, () => member.process.happens(after));
    });
  }
}

export class SimulatedMember {
  readonly process: Process;
  readonly #group: SimulatedGroup;
  state: MemberState;
  #view: Open<Extract<Effect, { kind: "act" }>["view"]> | null = null;
  readonly #held = new Map<string, Open<Owned>>();
  #cancelTick: () => void = () => {};
  /** How long its application takes to stop, ms. */
  stopMs = 20;

  constructor(group: SimulatedGroup, process: Process) {
    this.#group = group;
    this.process = process;
    this.state = newMember(group.settings, TIMING, this.#at());
  }

  get name(): string {
    return this.process.name;
  }

  start(): void {
    this.#handle({ kind: "tick" });
    this.#write();
  }

  leave(): void {
    this.process.happens(() => this.#handle({ kind: "leave" }));
  }

  notified(): void {
    const delayMs = this.#group.world.random.between(0, NOTIFY_SPREAD_MS);
    this.process.happens(() => this.#handle({ kind: "notified", delayMs }));
  }

  kill(): void {
    this.#group.counts.deaths += 1;
    this.#group.world.note(`${this.name} dies`);
    this.#endView();
    for (const key of [...this.#held.keys()]) this.#endKey(key);
    this.process.kill();
  }

  #at() {
    return { monotonicMs: this.process.monotonicMs(), wallMs: this.process.wallMs() };
  }

  #handle(event: Event): void {
    const at = this.#at();
    const before = this.state;
    const [state, effects] = step(before, event, at);
    this.state = state;
    for (const effect of effects) this.#carryOut(effect, before);
    this.#cancelTick();
    const wakeMs = wakeAt(state, at.monotonicMs);
    if (wakeMs === Number.POSITIVE_INFINITY) return;
    const tick = () => this.#handle({ kind: "tick" });
    this.#cancelTick = this.process.after(wakeMs - at.monotonicMs + 0.01, tick);
  }

  #carryOut(effect: Effect, before: MemberState): void {
    const { world, counts } = this.#group;
    if (effect.kind !== "call") world.note(`${this.name} ${describeEffect(effect)}`);
    switch (effect.kind) {
      case "call":
        return this.#call(effect.call);
      case "act":
        this.#view = { view: effect.view, fromMs: world.nowMs };
        return;
      case "stop":
        this.process.after(this.#stopMs(), () => {
          this.#endView(before);
          this.#handle({ kind: "stopped", turn: effect.turn });
        });
        return;
      case "own":
        this.#held.set(effect.owned.key, { view: effect.owned, fromMs: world.nowMs });
        return;
      case "lose":
        this.process.after(this.#stopMs(), () => {
          this.#endKey(effect.key, before);
          this.#handle({ kind: "yielded", key: effect.key });
        });
        return;
      case "joined":
        counts.joins += 1;
        return;
      case "buried":
        counts.burials += 1;
        return;
    }
  }

  #stopMs(): number {
    return this.#group.world.random.between(0, this.stopMs);
  }

  #call(call: Call): void {
    const { tables, world } = this.#group;
    let answer: Answer | null = null;
    world.note(`${this.name} asks ${call.number} ${JSON.stringify(call.request)}`);
    this.#group.call(
      this,
      () => {
        answer = tables.execute(call.request, this.name);
        world.note(`database does ${this.name} ${call.number}: ${JSON.stringify(answer.value)}`);
      },
      () => {
        if (answer !== null) this.#handle({ kind: "answered", call: call.number, answer });
      },
    );
    this.process.after(CALL_MS_MAX, () => this.#handle({ kind: "failed", call: call.number }));
  }

  /** Now and then a fenced write to one of its keys: one transaction, over the network. */
  #write(): void {
    const { world, tables, counts, journal } = this.#group;
    this.process.after(world.random.between(20, 200), () => this.#write());
    const held = [...this.#held.values()];
    const { id } = this.state;
    if (held.length === 0 || id === null) return;
    const { view: owned } = world.random.pick(held);
    this.#group.call(
      this,
      () => {
        counts.writes += 1;
        if (!tables.holds(id, owned)) {
          counts.fenced += 1;
          return;
        }
        journal.set(owned.key, [...(journal.get(owned.key) ?? []), owned.fence]);
      },
      () => {},
    );
  }

  /** Acting ended now, or when the lease did. */
  #endMs(state: MemberState): number {
    return Math.min(this.#group.world.nowMs, this.process.trueMs(state.lease.untilMs));
  }

  #endView(state: MemberState = this.state): void {
    if (this.#view === null) return;
    const { view, fromMs } = this.#view;
    this.#view = null;
    const { index, size, epoch } = view;
    const toMs = this.#endMs(state);
    this.#group.views.push({ who: this.name, fromMs, toMs, index, size, epoch });
  }

  #endKey(key: string, state: MemberState = this.state): void {
    const open = this.#held.get(key);
    if (open === undefined) return;
    this.#held.delete(key);
    const { view, fromMs } = open;
    this.#group.keys.push({ who: this.name, fromMs, toMs: this.#endMs(state), key, fence: view.fence });
  }

  /** What is still going on counts as ending now. */
  close(): void {
    this.#endView();
    for (const key of [...this.#held.keys()]) this.#endKey(key);
  }
}

function describeEffect(effect: Exclude<Effect, { kind: "call" }>): string {
  const { kind, ...rest } = effect;
  return `${kind} ${JSON.stringify(rest)}`;
}
