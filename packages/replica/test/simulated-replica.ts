/**
 * A replica in the simulated world: a person's device with clocks of its own, that may hang, die
 * and come back as a new incarnation, with what it had kept or with nothing.
 */
import { Process, type World } from "../../sim/src/index.ts";
import { identityOf } from "../src/author.ts";
import { MemoryStore } from "../src/memory.ts";
import type { ReceiveOptions } from "../src/outcome.ts";
import { Space } from "../src/space.ts";
import { CorrectedClock } from "../src/sync/corrected-clock.ts";
import { Ledger } from "../src/sync/ledger.ts";
import { openSync, type Sync } from "../src/sync/sync.ts";
import { identityFor, sha256Now, verifierNow } from "./fake-crypto.ts";
import { notes, places, START_MS } from "./place.ts";

export const SIM_LIFETIME_MS = 60_000;
/** The replica whose clock is right and whose person may erase. */
export const NODE = 0;
const EXPIRE_MS = 1_000;
const STEWARD = identityOf(identityFor({ below: () => 0 } as never, NODE).author);

export const RIGHTS: ReceiveOptions = {
  mayErase: (author) => (identityOf(author) === STEWARD ? null : "no steward"),
};

export interface Running {
  readonly process: Process;
  readonly clock: CorrectedClock;
  readonly space: Space;
  readonly ledger: Ledger;
  readonly sync: Sync;
}

export class SimulatedReplica {
  readonly number: number;
  readonly #world: World;
  readonly #lifetimeMs: number;
  #store = new MemoryStore();
  #wallMs = 0;
  /** Null while it is down. */
  running: Running | null = null;

  constructor(world: World, number: number, lifetimeMs = SIM_LIFETIME_MS) {
    this.#world = world;
    this.number = number;
    this.#lifetimeMs = lifetimeMs;
  }

  /** How wrong its device's clock is. */
  setClock(offMs: number): void {
    this.#wallMs = offMs;
  }

  async start(): Promise<void> {
    const world = this.#world;
    const drift = world.random.between(-0.001, 0.001);
    const process = new Process(world, { name: `r${this.number}`, drift });
    const device = {
      now: () => Math.floor(START_MS + world.nowMs + this.#wallMs),
      monotonic: () => process.monotonicMs(),
    };
    const clock = new CorrectedClock(device);
    const ledger = new Ledger(sha256Now);
    const space = new Space({
      name: "march 1",
      models: [places, notes],
      store: this.#store,
      clock,
      identity: identityFor(world.random, this.number),
      verifier: verifierNow,
      lifetimeMs: this.#lifetimeMs,
      ledger,
    });
    const timers = {
      monotonic: () => process.monotonicMs(),
      after: (delayMs: number, run: () => void) => process.after(delayMs, run),
    };
    const sync = await openSync({ space, ledger, timers, clock });
    this.running = { process, clock, space, ledger, sync };
    const expire = () => {
      space.expire();
      process.after(EXPIRE_MS, expire);
    };
    expire();
  }

  /** It is gone at once; its store may be gone with it. */
  kill(isForgotten: boolean): void {
    this.running?.process.kill();
    this.running?.sync.close();
    this.running = null;
    if (isForgotten) this.#store = new MemoryStore();
  }

  get isNode(): boolean {
    return this.number === NODE;
  }
}
