/**
 * The rooms that are open on this node, each opened once however many ask at the same time, and
 * let go when they end or when nobody has used them for a while.
 */
import { Fault } from "./fault.ts";
import { IDLE_MS, OPEN_MS_MAX, ROOMS_MAX } from "./limits.ts";
import { Owner, type OwnerPorts } from "./owner.ts";
import type { RoomDefinition } from "./room.ts";
import { repeat } from "./timers.ts";
import { type Grant, type RoomName, roomKey, verifyToken } from "./token.ts";
import { within } from "./within.ts";

interface Open {
  readonly opening: Promise<Owner>;
  /** Null until it is open. */
  owner: Owner | null;
  /** How many sessions and requests hold it. */
  users: number;
  usedAt: number;
}

export type HostPorts = Omit<OwnerPorts, "onBroken">;

/** A room in use. Release it once, or it is never let go. */
export interface Lent {
  readonly owner: Owner;
  readonly release: () => void;
}

export class Host {
  readonly #definitions: ReadonlyMap<string, RoomDefinition>;
  readonly #ports: HostPorts;
  readonly #onError: (error: unknown) => void;
  readonly #rooms = new Map<string, Open>();
  readonly #stopSweep: () => void;
  #isClosed = false;

  /** `onError` hears of rooms that broke; without it that ends the process, as a bug does. */
  constructor(
    definitions: readonly RoomDefinition[],
    ports: HostPorts,
    onError: (error: unknown) => void = throwLater,
  ) {
    this.#onError = onError;
    this.#definitions = new Map(definitions.map((definition) => [definition.kind, definition]));
    if (this.#definitions.size < definitions.length) {
      throw new TypeError("two definitions of rooms have the same kind");
    }
    this.#ports = ports;
    this.#stopSweep = repeat(ports.timers, IDLE_MS / 4, () => this.sweep());
  }

  /**
   * Opens or finds the room. Faults: `not_found`, `ended`, `too_many`, `stopping`,
   * `unavailable`.
   */
  async use(name: RoomName): Promise<Lent> {
    if (this.#isClosed) throw new Fault("stopping", "this node is stopping");
    const open = this.#rooms.get(roomKey(name)) ?? this.#open(name);
    open.users += 1;
    const release = onlyOnce(() => {
      open.users -= 1;
      open.usedAt = this.#ports.timers.now();
    });
    try {
      const owner = await open.opening;
      if (this.#isClosed) throw new Fault("stopping", "this node is stopping");
      if (owner.endsAt <= this.#ports.timers.now()) throw new Fault("ended", "it has ended");
      return { owner, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Opens the room for whoever the token names. Adds the faults `unauthorised` and `forbidden`. */
  async enter(name: RoomName, token: string): Promise<Lent & { readonly grant: Grant }> {
    const { owner, release } = await this.use(name);
    try {
      const nowMs = this.#ports.timers.now();
      const grant = await verifyToken(owner.tokenKey, name, token, nowMs);
      owner.checkEntry(grant);
      return { owner, release, grant };
    } catch (error) {
      release();
      throw error;
    }
  }

  get size(): number {
    return this.#rooms.size;
  }

  /** Closes rooms that have ended, and idle ones that nobody uses. In one turn: no use slips in. */
  sweep(): void {
    const nowMs = this.#ports.timers.now();
    for (const [key, { owner, users, usedAt }] of this.#rooms) {
      if (owner === null) continue;
      const isUnused = users === 0 && nowMs - usedAt >= IDLE_MS;
      if (owner.endsAt > nowMs && !(isUnused && owner.isIdle)) continue;
      this.#rooms.delete(key);
      owner.close();
    }
  }

  /** Waits for rooms that are being opened, and closes them as well. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopSweep();
    const open = [...this.#rooms.values()];
    this.#rooms.clear();
    await Promise.allSettled(open.map(async ({ opening }) => (await opening).close()));
  }

  #open(name: RoomName): Open {
    const definition = this.#definitions.get(name.kind);
    if (definition === undefined) {
      const kinds = [...this.#definitions.keys()].join(", ");
      throw new Fault("not_found", `no rooms of kind ${name.kind}: there is ${kinds}`);
    }
    if (this.#rooms.size >= ROOMS_MAX) throw new Fault("too_many", "this node is full");
    const key = roomKey(name);
    const onBroken = (error: unknown): void => {
      if (this.#rooms.get(key) === open) this.#rooms.delete(key);
      this.#onError(error);
    };
    const opening = this.#inTime(Owner.open(definition, name.id, { ...this.#ports, onBroken }));
    const open: Open = { opening, owner: null, users: 0, usedAt: this.#ports.timers.now() };
    this.#rooms.set(key, open);
    void this.#settle(key, open);
    return open;
  }

  /** A room that could not be opened is not kept: the next request tries again. */
  async #settle(key: string, open: Open): Promise<void> {
    try {
      open.owner = await open.opening;
    } catch {
      if (this.#rooms.get(key) === open) this.#rooms.delete(key);
    }
  }

  /** What is opened after all, when everyone has gone, is closed: another may own the room now. */
  async #inTime(opening: Promise<Owner>): Promise<Owner> {
    const { timers } = this.#ports;
    try {
      return await within({ timers, ms: OPEN_MS_MAX, fault: silent }, opening);
    } catch (error) {
      void opening.then(
        (late) => late.close(),
        () => undefined,
      );
      throw error;
    }
  }
}

function silent(): Fault {
  return new Fault("unavailable", "what is kept of the room does not answer");
}

function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

function onlyOnce(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) run();
    isDone = true;
  };
}
