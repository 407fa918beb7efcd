/**
 * One member of a simulated group: the real rules on a simulated process, with an application that
 * acts on whatever it may. It does what `loop.ts` does with the real clock and store.
 *
 * Rules P6, P7: docs/spec/partition.md.
 */
import type { Process } from "../../sim/src/index.ts";
import { mayAct } from "../src/lease.ts";
import { step, wakeAt } from "../src/member.ts";
import { type Call, type Effect, type Event, type MemberState, newMember } from "../src/state.ts";
import type { MemberId, Owned } from "../src/store.ts";
import { type Instant, TIMING } from "../src/timing.ts";
import { Acting } from "./acting.ts";
import {
  type Application,
  NAMES,
  PROMPT_MS,
  stopWaitMs,
  thinkWaitMs,
  weigh,
  writeWaitMs,
} from "./simulated-application.ts";
import type { Surroundings } from "./surroundings.ts";

/** How long a call is waited for, ms of the caller's time. */
const CALL_MS_MAX = 1_000;
const NOTIFY_SPREAD_MS = 20;
/** How much later than asked a timer fires. */
const TIMER_LATE_MS = 0.01;

const DEATHS = { buried: "diedBuried", failover: "diedFailover", stuck: "diedStuck" } as const;

type Outward = Exclude<Effect, { kind: "call" }>;
type View = Extract<Effect, { kind: "act" }>["view"];

export class SimulatedMember {
  readonly process: Process;
  readonly application: Application;
  state: MemberState;
  readonly #group: Surroundings;
  readonly #views: Acting<View>;
  readonly #keys: Acting<Owned>;
  readonly #wanted = new Set<string>();
  readonly #queue: Event[] = [];
  #isHandling = false;
  #cancelTick: () => void = () => {};

  constructor(group: Surroundings, process: Process, isWeighing: boolean) {
    this.#group = group;
    this.process = process;
    this.application = { stopMsMax: PROMPT_MS, isWeighing };
    this.state = newMember(group.settings, TIMING, this.#at());
    const who = process.name;
    this.#views = new Acting(({ right, ...when }) => {
      group.views.push({ who, ...when, ...right });
    });
    this.#keys = new Acting(({ right, ...when }) => {
      group.keys.push({ who, ...when, ...right });
    });
  }

  get name(): string {
    return this.process.name;
  }

  get isGone(): boolean {
    return !this.process.isAlive || this.state.phase === "gone";
  }

  get view(): View | undefined {
    return this.#views.rights[0];
  }

  get keys(): readonly Owned[] {
    return this.#keys.rights;
  }

  /** Whom it watches the lock of (P16). */
  get followed(): MemberId | undefined {
    return this.#group.settings.fenced ? [...this.state.watch.still.keys()][0] : undefined;
  }

  start(): void {
    this.handle({ kind: "tick" });
    this.#write();
    this.#think();
  }

  leave(): void {
    this.process.happens(() => this.handle({ kind: "leave" }));
  }

  notified(what: "changed" | "freed"): void {
    const delayMs = this.#group.world.random.between(0, NOTIFY_SPREAD_MS);
    const event = what === "freed" ? ({ kind: what } as const) : ({ kind: what, delayMs } as const);
    this.process.happens(() => this.handle(event));
  }

  dropped(id: MemberId): void {
    this.process.happens(() => this.handle({ kind: "dropped", id }));
  }

  /** Asks for the next view though this one has not ended (P13). */
  finish(): void {
    const { view } = this;
    if (view !== undefined) this.process.happens(() => this.#stopped(view.turn));
  }

  sleep(): void {
    this.#lapse(this.#group.world.nowMs);
    this.process.sleep();
    // Whatever was first in its queue: the application may go on before the rules do.
    this.process.happens(() => {
      if (mayAct(this.state.lease, this.#at(), this.state.timing)) this.#renew();
    });
  }

  kill(): void {
    this.close();
    this.process.kill();
  }

  /** What it still acts on counts as ending now. */
  close(): void {
    this.#look(this.#at());
    this.#views.endAll(this.#group.world.nowMs);
    this.#keys.endAll(this.#group.world.nowMs);
  }

  /** Events that come while one is handled wait for their turn. */
  handle(event: Event): void {
    this.#queue.push(event);
    if (this.#isHandling) return;
    this.#isHandling = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      this.#handleOne(next);
    }
    this.#isHandling = false;
  }

  #at(): Instant {
    return { monotonicMs: this.process.monotonicMs(), wallMs: this.process.wallMs() };
  }

  #handleOne(event: Event): void {
    const at = this.#at();
    this.#look(at);
    const [state, effects] = step(this.state, event, at);
    this.state = state;
    for (const effect of effects) {
      if (effect.kind === "call") this.#call(effect.call);
      else this.#carryOut(effect);
    }
    if (mayAct(state.lease, at, state.timing)) this.#renew();
    else this.#lapse(this.#group.world.nowMs);
    this.#wakeLater(at);
  }

  #wakeLater(at: Instant): void {
    this.#cancelTick();
    const wakeMs = wakeAt(this.state);
    if (wakeMs === Number.POSITIVE_INFINITY) return;
    const tick = () => this.handle({ kind: "tick" });
    this.#cancelTick = this.process.after(wakeMs - at.monotonicMs + TIMER_LATE_MS, tick);
  }

  /** An application asks the clock before it acts: it stopped when its lease ended. */
  #look(at: Instant): void {
    const { lease, timing } = this.state;
    if (mayAct(lease, at, timing)) return;
    this.#lapse(Math.min(this.#group.world.nowMs, this.process.trueMs(lease.untilMs)));
  }

  #lapse(atMs: number): void {
    this.#views.lapse(atMs);
    this.#keys.lapse(atMs);
  }

  #renew(): void {
    this.#views.renew(this.#group.world.nowMs);
    this.#keys.renew(this.#group.world.nowMs);
  }

  #carryOut(effect: Outward): void {
    const { world, counts } = this.#group;
    world.note(
      () => `${this.name} ${effect.kind} ${JSON.stringify({ ...effect, kind: undefined })}`,
    );
    switch (effect.kind) {
      case "act":
        return this.#views.begin(String(effect.view.turn), effect.view, world.nowMs);
      case "stop":
        return this.#stop(this.#views, String(effect.turn), () => this.#stopped(effect.turn));
      case "own":
        this.#wanted.delete(effect.owned.key);
        return this.#keys.begin(keyOf(effect.owned), effect.owned, world.nowMs);
      case "lose": {
        const { key } = effect;
        const owned = this.keys.find((each) => each.key === key);
        if (owned === undefined) return;
        return this.#stop(this.#keys, keyOf(owned), () => {
          this.handle({ kind: "yielded", keys: [owned] });
        });
      }
      case "named":
        if ("owner" in effect.answer) this.#wanted.delete(effect.answer.key);
        return;
      case "joined":
        counts.joined += 1;
        return;
      case "buried":
        counts.buried += 1;
        return;
      case "died":
        counts[DEATHS[effect.why]] += 1;
        this.handle({ kind: "want", keys: [...this.#wanted] });
        break;
      case "released":
      case "gone":
      default:
    }
  }

  /** What the rules give up waiting for is stuck: it hangs, and does nothing more. */
  #stop<Right>(acting: Acting<Right>, key: string, stopped: () => void): void {
    const waitMs = stopWaitMs(this.#group.world.random, this.application);
    acting.ask(key);
    const end = () => this.#end(acting, key);
    this.process.after(Math.min(waitMs, this.state.timing.stopMs), end);
    this.process.after(waitMs, stopped);
  }

  #stopped(turn: number): void {
    this.#end(this.#views, String(turn));
    // Every second one left its loop, and wants the same again.
    this.handle({ kind: "stopped", turn, isFinished: turn % 2 === 0 });
  }

  #end<Right>(acting: Acting<Right>, key: string): void {
    this.#look(this.#at());
    acting.end(key, this.#group.world.nowMs);
  }

  #call(call: Call): void {
    const { world, database } = this.#group;
    const { number, request } = call;
    world.note(() => `${this.name} asks ${number} ${JSON.stringify(request)}`);
    this.#group.call(
      this.process,
      () => {
        if ("id" in request && request.kind === "beat") database.lock(request.id);
        const answer = database.tables.execute(request, this.name);
        world.note(() => `the database answers ${this.name} ${number} ${JSON.stringify(answer)}`);
        return answer;
      },
      (answer) => this.handle({ kind: "answered", call: number, answer }),
    );
    this.process.after(CALL_MS_MAX, () => this.handle({ kind: "failed", call: number }));
  }

  #write(): void {
    const { world, database } = this.#group;
    this.process.after(writeWaitMs(world.random), () => this.#write());
    const { keys } = this;
    const { id } = this.state;
    if (keys.length === 0 || id === null) return;
    const owned = world.random.pick(keys);
    this.#group.call(
      this.process,
      () => database.write(id, owned),
      () => {},
    );
  }

  #think(): void {
    const { random } = this.#group.world;
    this.process.after(thinkWaitMs(random), () => this.#think());
    if (this.state.phase !== "member") return;
    if (this.application.isWeighing) {
      this.handle({ kind: "weighed", loads: weigh(this.state.holdings.keys(), random) });
    }
    if (this.#group.settings.partitions === 0) return;
    const key = random.pick(NAMES);
    if (this.state.holdings.has(key)) this.handle({ kind: "unwant", keys: [key] });
    else if (!this.#wanted.has(key)) {
      this.#wanted.add(key);
      this.handle({ kind: "want", keys: [key] });
    }
  }
}

/** One ownership of a key: an application may still be at an earlier one. */
function keyOf({ key, fence }: Owned): string {
  return `${key}/${fence.nonce}`;
}
