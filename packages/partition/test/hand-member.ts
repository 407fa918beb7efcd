/**
 * A member whose clock, requests and answers a test moves by hand, one step at a time.
 */
import { step } from "../src/member.ts";
import { type Call, type Effect, type Event, type MemberState, newMember } from "../src/state.ts";
import type { Answer, Request, Settings } from "../src/store.ts";
import { Tables } from "../src/tables.ts";
import { type Instant, TIMING } from "../src/timing.ts";

type Kind = Request["kind"];
/** More answers than this in a row say that a member asks without end. */
const ANSWERS_MAX = 100;

/** Tables whose random numbers are 0, 1/1024, 2/1024 and so on: none twice. */
export function newTables(settings: Settings): Tables {
  let drawn = 0;
  return new Tables(
    settings,
    { timeline: 1, session: "s1" },
    {
      random: () => drawn++ / 1024,
      notify: () => {},
      isDropped: () => true,
    },
  );
}

export class HandMember {
  readonly #tables: Tables;
  state: MemberState;
  /** All effects since the last look at them, calls too. */
  readonly #effects: Effect[] = [];
  #at: Instant = { monotonicMs: 1_000, wallMs: 1_000_000 };

  constructor(tables: Tables, settings: Settings) {
    this.#tables = tables;
    this.state = newMember(settings, TIMING, this.#at);
  }

  get nowMs(): number {
    return this.#at.monotonicMs;
  }

  /** Time passes on both clocks, and nothing is done. */
  pass(ms: number): this {
    this.#at = { monotonicMs: this.#at.monotonicMs + ms, wallMs: this.#at.wallMs + ms };
    return this;
  }

  /** The machine sleeps: the monotonic clock stands. */
  sleep(ms: number): this {
    this.#at = { ...this.#at, wallMs: this.#at.wallMs + ms };
    return this;
  }

  handle(event: Event): this {
    const [state, effects] = step(this.state, event, this.#at);
    this.state = state;
    this.#effects.push(...effects);
    return this;
  }

  tick(): this {
    return this.handle({ kind: "tick" });
  }

  /** What it wanted since the last look, by kind; calls by what they ask. */
  seen(): string[] {
    return this.take().map((effect) =>
      effect.kind === "call" ? effect.call.request.kind : effect.kind,
    );
  }

  take(): Effect[] {
    return this.#effects.splice(0);
  }

  /** The request of that kind that waits for an answer. */
  call(kind: Kind): Call | undefined {
    return [...this.state.calls.values()].find(({ request }) => request.kind === kind);
  }

  /** The database does it; the answer is still on its way. */
  execute(kind: Kind): { readonly call: number; readonly answer: Answer } {
    const call = this.call(kind);
    if (call === undefined) throw new Error(`no ${kind} was asked`);
    return { call: call.number, answer: this.#tables.execute(call.request) };
  }

  answer(kind: Kind): this {
    return this.handle({ kind: "answered", ...this.execute(kind) });
  }

  fail(kind: Kind): this {
    const call = this.call(kind);
    return call === undefined ? this : this.handle({ kind: "failed", call: call.number });
  }

  /** Everything that is asked is done and answered at once, until nothing is. */
  answerAll(): this {
    for (let answered = 0; answered < ANSWERS_MAX; answered += 1) {
      const [call] = this.state.calls.values();
      if (call === undefined) return this;
      this.answer(call.request.kind);
    }
    throw new Error("it asks without end");
  }

  /** Heartbeats go on for so long. */
  live(ms: number): this {
    for (let left = ms; left > 0; left -= 100) this.pass(Math.min(left, 100)).tick().answerAll();
    return this;
  }

  /** The numbered partitions and names that its application may use. */
  get held(): string[] {
    return [...this.state.holdings].flatMap(([key, { phase }]) => (phase === "held" ? [key] : []));
  }

  /** Its application stops using them. */
  yield(...keys: string[]): this {
    const yielded = keys.map((key) => {
      const nonce = this.state.holdings.get(key)?.given ?? 0;
      return { key, fence: { timeline: 1, counter: nonce, nonce } };
    });
    return this.handle({ kind: "yielded", keys: yielded });
  }
}

/** A member that has joined and got all that there is for it. */
export function joined(tables: Tables, settings: Settings): HandMember {
  const member = new HandMember(tables, settings).tick().answerAll();
  member.take();
  return member;
}
