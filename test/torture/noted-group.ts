/**
 * A membership that writes its life down: leases as they are renewed, acting as it begins and ends,
 * and what came of every write.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { Fault } from "../../packages/partition/src/fault.ts";
import { join } from "../../packages/partition/src/join.ts";
import type { Membership } from "../../packages/partition/src/membership.ts";
import type { Ports } from "../../packages/partition/src/ports.ts";
import type { PostgresTransaction } from "../../packages/partition/src/postgres/effects.ts";
import type { Store } from "../../packages/partition/src/store.ts";
import type { Random } from "../../packages/sim/src/index.ts";
import { GROUPS } from "./groups.ts";
import { type NewEntry, writeEntry } from "./ledger.ts";
import type { Note, Right, WorkerLog } from "./worker-log.ts";

export type Tx = PostgresTransaction;
type Commit = (operation: string, run: (transaction: Tx) => Promise<void>) => Promise<unknown>;

export interface NotedOptions {
  readonly name: string;
  readonly worker: string;
  readonly store: Store<Tx>;
  readonly ports: Ports;
  readonly log: WorkerLog;
  readonly random: Random;
}

/** How often a worker hangs between its look at what it owns and the transaction, and how long. */
const HANG_CHANCE = { key: 0.1, view: 0.01 };
const HANG_MS = [200, 2_000] as const;

export class NotedGroup {
  readonly membership: Membership<Tx>;
  readonly #options: NotedOptions;
  #untilMs = Number.NaN;
  #turns = 0;
  #writes = 0;

  private constructor(membership: Membership<Tx>, options: NotedOptions) {
    this.membership = membership;
    this.#options = options;
  }

  static async join(options: NotedOptions): Promise<NotedGroup> {
    const { name, store, ports, worker, random } = options;
    let noted: NotedGroup | null = null;
    const told = telling(hanging(store, random), () => noted?.noteLease());
    const settings = { ...GROUPS[name], label: worker, ports };
    noted = new NotedGroup((await join(told, name, settings)) as Membership<Tx>, options);
    noted.membership.on("news", (news) => noted?.note({ kind: "news", text: wordsOf(news) }));
    return noted;
  }

  /** Returns what to call when acting has ended. */
  begin(right: Right, signal: AbortSignal): () => void {
    this.#turns += 1;
    const turn = this.#turns;
    this.note({ kind: "begin", turn, right });
    signal.addEventListener("abort", () => this.note({ kind: "ask", turn }), { once: true });
    return () => this.note({ kind: "end", turn });
  }

  /** One write to the ledger; `tries` above 1 repeat one whose outcome is unknown. */
  async write(
    entry: Omit<NewEntry, "group" | "worker" | "operation">,
    commit: Commit,
    tries: number,
  ): Promise<void> {
    const { name: group, worker } = this.#options;
    this.#writes += 1;
    const operation = `${worker}/${group}/${this.#writes}`;
    const run = (transaction: Tx) =>
      writeEntry(transaction, { ...entry, group, worker, operation });
    for (let left = tries; left > 0; left -= 1) {
      const outcome = await commit(operation, run).then(() => "acknowledged", codeOf);
      this.note({ kind: "write", operation, outcome });
      if (outcome !== "unknown_outcome" && outcome !== "broken") return;
    }
  }

  note(note: Note): void {
    this.noteLease();
    this.#options.log.write(this.#options.name, note);
  }

  noteLease(): void {
    const { untilMs } = this.membership.lease;
    if (untilMs === this.#untilMs) return;
    this.#untilMs = untilMs;
    const known = Number.isFinite(untilMs) ? untilMs : null;
    this.#options.log.write(this.#options.name, { kind: "lease", untilMs: known });
  }
}

/** So that its ownership may be another's when a transaction begins: nothing but the fence tells. */
function hanging(store: Store<Tx>, random: Random): Store<Tx> {
  return {
    open: async (opening) => {
      const inner = await store.open(opening);
      return {
        execute: (request) => inner.execute(request),
        transaction: async (effect) => {
          if (random.chance(HANG_CHANCE[effect.guard.kind]))
            await sleep(random.between(...HANG_MS));
          return inner.transaction(effect);
        },
        follow: (id) => inner.follow(id),
        close: () => inner.close(),
      };
    },
  };
}

/** Calls back when an answer has been handled. */
function telling(store: Store<Tx>, onAnswer: () => void): Store<Tx> {
  return {
    open: async (opening) => {
      const inner = await store.open(opening);
      return {
        execute: async (request) => {
          setImmediate(() => onAnswer());
          try {
            return await inner.execute(request);
          } finally {
            setImmediate(() => onAnswer());
          }
        },
        transaction: (effect) => inner.transaction(effect),
        follow: (id) => inner.follow(id),
        close: () => inner.close(),
      };
    },
  };
}

/** A connection that broke in the middle says so in words of its own. */
function codeOf(error: unknown): string {
  return error instanceof Fault ? error.code : "broken";
}

function wordsOf(news: object): string {
  return Object.values(news).join(" ");
}
