/**
 * Runs the state machine of a member: hands it events with the time, sends its calls to the store,
 * wakes it when it waits for time, and passes on what is for the application.
 *
 * Rules P6, P7: docs/spec/partition.md.
 */
import { Fault } from "./fault.ts";
import { mayAct } from "./lease.ts";
import { step, wakeAt } from "./member.ts";
import type { Ports } from "./ports.ts";
import { type Call, type Effect, type Event, type MemberState, newMember } from "./state.ts";
import type { GroupStore, MemberId, Settings } from "./store.ts";
import { type Instant, TIMING } from "./timing.ts";
import type { Weighing } from "./weighing.ts";

type Outward = Exclude<Effect, { kind: "call" }>;

/** Some for each key that a member may hold: more at a time cause each other without end. */
const EVENTS_MAX = 200_000;

export interface LoopOptions {
  readonly settings: Settings;
  readonly ports: Ports;
  readonly store: Pick<GroupStore<unknown>, "execute" | "follow">;
  /** Called in order; what it causes is handled afterwards. */
  readonly onEffect: (effect: Outward) => void;
  /** The group will not have this member, or a bug showed: nothing goes on. */
  readonly onRefused: (why: unknown) => void;
  /** Asked before each heartbeat; null where partitions have no weights. */
  readonly weighing: Weighing | null;
}

export class Loop {
  readonly #options: LoopOptions;
  #state: MemberState;
  #queue: Event[] = [];
  #isHandling = false;
  #cancelWake: () => void = () => {};
  #followed: MemberId | null = null;

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#state = newMember(options.settings, TIMING, options.ports.now());
  }

  get state(): MemberState {
    return this.#state;
  }

  /** Whether the member may act at this very moment. */
  get isHeld(): boolean {
    return mayAct(this.#state.lease, this.#options.ports.now(), this.#state.timing);
  }

  /** Events that come while one is handled wait for their turn. */
  handle(event: Event): void {
    if (this.#state.phase === "gone") return;
    if (this.#queue.length >= EVENTS_MAX) throw new Error("events cause each other without end");
    this.#queue.push(event);
    if (this.#isHandling) return;
    this.#isHandling = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        this.#handleOne(next);
      }
    } finally {
      this.#isHandling = false;
    }
  }

  /** Nothing more is asked or said. */
  stop(): void {
    this.#cancelWake();
    this.#queue = [];
    this.#state = { ...this.#state, phase: "gone", calls: new Map(), id: null };
  }

  #handleOne(event: Event): void {
    const at = this.#options.ports.now();
    const [state, effects] = step(this.#state, event, at);
    this.#state = state;
    for (const effect of effects) {
      if (effect.kind === "call") void this.#call(effect.call);
      else this.#options.onEffect(effect);
    }
    this.#followNext();
    this.#wakeLater(at);
  }

  #wakeLater(at: Instant): void {
    this.#cancelWake();
    const atMs = wakeAt(this.#state);
    if (atMs === Number.POSITIVE_INFINITY) return;
    // Timers may fire up to a millisecond early.
    const delayMs = Math.ceil(atMs - at.monotonicMs) + 1;
    this.#cancelWake = this.#options.ports.after(delayMs, () => this.#wake());
  }

  #wake(): void {
    const { weighing } = this.#options;
    const { holdings, loads } = this.#state;
    if (weighing !== null)
      this.handle({ kind: "weighed", loads: weighing.loadsOf(holdings.keys(), loads) });
    this.handle({ kind: "tick" });
  }

  /** What handling an answer throws is a bug of ours, and no failure of the call. */
  async #call(call: Call): Promise<void> {
    const event = await this.#outcomeOf(call);
    if (event !== null) this.handle(event);
  }

  async #outcomeOf({ number, request }: Call): Promise<Event | null> {
    try {
      return { kind: "answered", call: number, answer: await this.#options.store.execute(request) };
    } catch (error) {
      if (error instanceof Fault && error.retry) return { kind: "failed", call: number };
      this.#options.onRefused(error);
      return null;
    }
  }

  #followNext(): void {
    const [next = null] = this.#state.watch.still.keys();
    if (!this.#options.settings.fenced || next === this.#followed) return;
    this.#followed = next;
    this.#options.store.follow(next);
  }
}
