/** Does the planned faults at their times, and counts those that found somebody. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import { sharedMs } from "./clock.ts";
import { DECK, type FaultKind, type PlannedFault } from "./plan.ts";
import type { TortureServer } from "./server.ts";
import type { Slot } from "./slots.ts";

export interface Victims {
  readonly slots: readonly Slot[];
  readonly server: TortureServer;
  readonly pool: Pool;
}

export interface Outage {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What the clock must at least have moved by to count as a jump. */
const JUMP_MS_MIN = 30_000;
/** libfaketime looks at its file again after more than a whole second. */
const JUMP_LATE_MS = 2_500;
/** Until the connections of a worker that was just started are there. */
const WAIT_MS = 100;
const WAITS_MAX = 20;

export class Faults {
  readonly #victims: Victims;
  readonly #signal: AbortSignal;
  readonly #counts = new Map<FaultKind, number>();
  readonly outages: Outage[] = [];
  /** One after the other: a server that starts is not to have its clock set meanwhile. */
  #server: Promise<unknown> = Promise.resolve();

  constructor(victims: Victims, signal: AbortSignal) {
    this.#victims = victims;
    this.#signal = signal;
  }

  get counts(): Readonly<Record<FaultKind, number>> {
    const kinds = Object.keys(DECK) as FaultKind[];
    const counts = kinds.map((kind) => [kind, this.#counts.get(kind) ?? 0] as const);
    return Object.fromEntries(counts) as Record<FaultKind, number>;
  }

  /** Resolves when all have been done and mended; rejects where one could not be done at all. */
  async rage(plan: readonly PlannedFault[]): Promise<void> {
    const startMs = sharedMs();
    const running: Promise<void>[] = [];
    for (const fault of plan) {
      const leftMs = startMs + fault.atMs - sharedMs();
      await sleep(Math.max(0, leftMs), undefined, { signal: this.#signal });
      const done = this.#doOne(fault);
      // What failed is told when all have been done.
      done.catch(() => undefined);
      running.push(done);
    }
    await Promise.all(running);
  }

  async #doOne(fault: PlannedFault): Promise<void> {
    if (!(await this.#does(fault))) return;
    this.#counts.set(fault.kind, (this.#counts.get(fault.kind) ?? 0) + 1);
  }

  #does({ kind, slot: number, forMs, byMs }: PlannedFault): Promise<boolean> {
    const slot = this.#victims.slots[number];
    if (slot === undefined) throw new Error(`no slot ${number}`);
    const does: Readonly<Record<FaultKind, () => Promise<boolean>>> = {
      kill: () => this.#replace(slot, () => slot.kill()),
      leave: () => this.#replace(slot, () => slot.leave()),
      stop: () => slot.stop(forMs, this.#signal),
      cut: () => this.#cut(slot),
      stall: () => this.#spoil(slot, forMs, () => slot.proxy.stall()),
      delay: () => this.#spoil(slot, forMs, () => slot.proxy.delay(byMs)),
      restart: () => this.#inTurn(() => this.#restart()),
      jump: () => this.#inTurn(() => this.#jump(byMs)),
    };
    return does[kind]();
  }

  async #replace(slot: Slot, end: () => Promise<boolean>): Promise<boolean> {
    const isEnded = await end();
    if (!slot.isAlive && !this.#signal.aborted) slot.start();
    return isEnded;
  }

  async #cut({ proxy }: Slot): Promise<boolean> {
    return (await this.#isConnected(proxy)) && proxy.cut() > 0;
  }

  async #spoil({ proxy }: Slot, forMs: number, spoil: () => void): Promise<boolean> {
    const isConnected = await this.#isConnected(proxy);
    spoil();
    await sleep(forMs, undefined, { signal: this.#signal }).catch(() => undefined);
    proxy.mend();
    return isConnected;
  }

  async #isConnected(proxy: { readonly connections: number }): Promise<boolean> {
    for (let waits = 0; waits < WAITS_MAX && proxy.connections === 0; waits += 1) {
      await sleep(WAIT_MS);
    }
    return proxy.connections > 0;
  }

  #inTurn(run: () => Promise<boolean>): Promise<boolean> {
    const next = this.#server.then(run);
    this.#server = next.catch(() => undefined);
    return next;
  }

  async #restart(): Promise<boolean> {
    const { server, pool } = this.#victims;
    const before = await startedAt(pool);
    const fromMs = sharedMs();
    await server.restart();
    this.outages.push({ fromMs, toMs: sharedMs() });
    return (await startedAt(pool)) !== before;
  }

  /** Counts only where the server itself tells another time. */
  async #jump(apartMs: number): Promise<boolean> {
    const { server, pool } = this.#victims;
    if (!server.canJump) return false;
    const before = await apartBy(pool);
    await server.setClock(apartMs);
    await sleep(JUMP_LATE_MS, undefined, { signal: this.#signal }).catch(() => undefined);
    return Math.abs((await apartBy(pool)) - before) > JUMP_MS_MIN;
  }
}

async function startedAt(pool: Pool): Promise<string> {
  const { rows } = await pool.query("select partition.started() as started");
  return (rows as readonly { started: string }[])[0]?.started ?? "";
}

/** How far the server's wall clock is from the true one, ms. */
async function apartBy(pool: Pool): Promise<number> {
  const asked = "select extract(epoch from clock_timestamp())::double precision * 1000 as ms";
  const { rows } = await pool.query(asked);
  return ((rows as readonly { ms: number }[])[0]?.ms ?? 0) - Date.now();
}
