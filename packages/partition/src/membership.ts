/**
 * One member and its application: effects of the rules become views, keys and events, and what the
 * application says becomes events of the rules.
 *
 * Rules P8, P9, P13: docs/spec/partition.md.
 */
import { Claims } from "./claims.ts";
import { Fault } from "./fault.ts";
import type { Elsewhere, Group, GroupEvents, Owned, View } from "./group.ts";
import { HeldView } from "./held-view.ts";
import { Holder } from "./holder.ts";
import type { Lease } from "./lease.ts";
import { Listeners, tellOne } from "./listeners.ts";
import { Loop } from "./loop.ts";
import { checkKey } from "./names.ts";
import type { Ports } from "./ports.ts";
import { Reach } from "./reach.ts";
import type { Effect } from "./state.ts";
import type { GroupStore, MemberId, Settings } from "./store.ts";
import { Views } from "./views.ts";
import { Weighing } from "./weighing.ts";

export interface MembershipOptions<Transaction> {
  readonly name: string;
  readonly settings: Settings;
  readonly ports: Ports;
  readonly weigh: ((key: string) => number) | null;
  readonly store: GroupStore<Transaction>;
}

/** Members that are told of one change do not all ask at the same moment, ms. */
const NOTIFY_SPREAD_MS = 20;
/** A database that has not taken the member in by then is not waited for. */
const FIRST_JOIN_MS_MAX = 10_000;

export class Membership<Transaction> implements Group<Transaction> {
  readonly name: string;
  readonly #store: GroupStore<Transaction>;
  readonly #ports: Ports;
  readonly #reach: Reach;
  readonly #loop: Loop;
  readonly #holder: Holder<Transaction>;
  readonly #claims: Claims<Transaction>;
  readonly #views: Views<Transaction>;
  readonly #listeners = new Listeners<GroupEvents<Transaction>>();
  readonly #joined = Promise.withResolvers<void>();
  readonly #left = Promise.withResolvers<void>();

  constructor({ name, settings, ports, weigh, store }: MembershipOptions<Transaction>) {
    this.name = name;
    this.#store = store;
    this.#ports = ports;
    const onUnreachable = (why: Fault) =>
      void this.#listeners.tell("news", { kind: "unreachable", why });
    const onUnweighed = (why: Fault) =>
      void this.#listeners.tell("news", { kind: "unweighed", why });
    this.#reach = new Reach({ store, ports, onUnreachable });
    this.#loop = new Loop({
      settings,
      ports,
      weighing: weigh === null ? null : new Weighing({ weigh, onUnweighed }),
      store: this.#reach,
      onEffect: (effect) => this.#heed(effect),
      onRefused: (why) => void this.#end(why),
    });
    this.#holder = new Holder({
      store,
      ports,
      isHeld: () => this.#loop.isHeld,
      onOwned: (owned) => void this.#listeners.tell("owned", owned),
      onLost: (owned) => this.#listeners.tell("lost", owned),
      onYielded: (keys) => this.#loop.handle({ kind: "yielded", keys }),
    });
    this.#claims = new Claims((event) => this.#loop.handle(event));
    this.#views = new Views((turn, isFinished) =>
      this.#loop.handle({ kind: "stopped", turn, isFinished }),
    );
    // Whoever waits for them hears of a failure; nobody has to.
    this.#left.promise.catch(() => {});
  }

  /** Resolves once the group has taken the member in. */
  async start(signal: AbortSignal | undefined): Promise<void> {
    const leave = () => void this.leave();
    signal?.addEventListener("abort", leave, { once: true });
    this.#left.promise.finally(() => signal?.removeEventListener("abort", leave)).catch(() => {});
    if (signal?.aborted === true) leave();
    const cancel = this.#ports.after(FIRST_JOIN_MS_MAX, () => void this.#end(this.#late()));
    this.#loop.handle({ kind: "tick" });
    await Promise.race([this.#joined.promise, this.#left.promise]).finally(cancel);
    signal?.throwIfAborted();
  }

  changed(): void {
    this.#loop.handle({ kind: "changed", delayMs: this.#ports.random() * NOTIFY_SPREAD_MS });
  }

  freed(): void {
    this.#loop.handle({ kind: "freed" });
  }

  dropped(id: MemberId): void {
    this.#loop.handle({ kind: "dropped", id });
  }

  get id(): MemberId | null {
    return this.#loop.state.id;
  }

  /** How long it may act, for who judges that. */
  get lease(): Lease {
    return this.#loop.state.lease;
  }

  get view(): View<Transaction> | undefined {
    const view = this.#views.acting;
    return view?.isUsable === true ? view : undefined;
  }

  get views(): AsyncIterable<View<Transaction>> {
    return this.#views;
  }

  get keys(): ReadonlyMap<string, Owned<Transaction>> {
    return this.#holder.keys;
  }

  get left(): Promise<void> {
    return this.#left.promise;
  }

  owned(key: string): Owned<Transaction> {
    const owned = this.#holder.keys.get(key);
    if (owned === undefined) throw new Fault("fenced", `this member does not own key ${key}`);
    return owned;
  }

  async claim(
    key: string,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<Owned<Transaction> | Elsewhere> {
    checkKey(key);
    this.#throwIfLeft();
    // What is on its way back is lost first: the claim begins after that.
    while (this.#claims.isReleasing(key)) {
      await this.#claims.afterRelease(key, signal);
      this.#throwIfLeft();
    }
    return this.#holder.keys.get(key) ?? this.#claims.claim(key, signal);
  }

  async release(key: string): Promise<void> {
    checkKey(key);
    const fence = this.#loop.state.holdings.get(key)?.fence ?? null;
    // What a dead member had is nobody's to give.
    if (fence !== null) await this.#claims.release(key);
  }

  on<Kind extends keyof GroupEvents<Transaction>>(
    kind: Kind,
    listener: GroupEvents<Transaction>[Kind],
  ): () => void {
    const end = this.#listeners.on(kind, listener);
    if (kind === "owned") this.#tellHeld(listener as GroupEvents<Transaction>["owned"]);
    return end;
  }

  leave(): Promise<void> {
    this.#loop.handle({ kind: "leave" });
    return this.#left.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave();
  }

  #heed(effect: Exclude<Effect, { kind: "call" }>): void {
    switch (effect.kind) {
      case "act":
        return this.#act(effect.view);
      case "stop":
        return this.#views.stop(effect.turn);
      case "own": {
        const { id } = this.#loop.state;
        if (id !== null) this.#claims.owned(this.#holder.own(id, effect.owned));
        return;
      }
      case "lose":
        return this.#holder.lose(effect.key);
      case "named":
        return this.#claims.named(effect.answer);
      case "released":
        return this.#claims.released(effect.keys);
      case "gone":
        return void this.#end(null);
      case "joined":
        this.#joined.resolve();
        // What a life that was on its way out was still answered is lost with it.
        this.#claims.askAgain();
        break;
      case "died":
        this.#claims.askAgain();
        break;
      case "buried":
        break;
    }
    void this.#listeners.tell("news", effect);
  }

  /** The keys that are held already, unless they are lost in the meantime. */
  #tellHeld(listener: GroupEvents<Transaction>["owned"]): void {
    this.#holder.tellAgain((owned) => {
      if (this.#listeners.has("owned", listener)) void tellOne(listener, [owned]);
    });
  }

  #act(acting: Extract<Effect, { kind: "act" }>["view"]): void {
    const { id } = this.#loop.state;
    if (id === null) return;
    const isHeld = () => this.#loop.isHeld;
    const view = new HeldView(id, acting, { store: this.#store, isHeld });
    this.#views.offer({ view, turn: acting.turn, end: () => view.end() });
  }

  /** Null where it left as it wanted to. */
  async #end(why: unknown): Promise<void> {
    this.#loop.stop();
    this.#views.end(why);
    this.#claims.end(why ?? new Fault("left", `this member has left the group ${this.name}`));
    for (const key of this.#holder.keys.keys()) this.#holder.lose(key);
    await this.#store.close();
    if (why === null) this.#left.resolve();
    else this.#left.reject(why);
  }

  #late(): Fault {
    const message = `the group ${this.name} did not take this member in within 10 s`;
    return this.#reach.fault ?? new Fault("database_unavailable", message);
  }

  #throwIfLeft(): void {
    if (this.#loop.state.phase === "gone") {
      throw new Fault("left", `this member has left the group ${this.name}`);
    }
  }
}
