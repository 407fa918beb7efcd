/**
 * The rooms that are open on this node, each opened once however many ask at the same time, and
 * let go when they end or when nobody has used them for a while.
 */
import { Fault } from "./fault.ts";
import { IDLE_MS, ROOMS_MAX } from "./limits.ts";
import { Owner, type OwnerPorts } from "./owner.ts";
import type { RoomDefinition } from "./room.ts";
import { repeat } from "./timers.ts";
import { type Grant, type RoomName, verifyToken } from "./token.ts";

interface Open {
  readonly owner: Promise<Owner>;
  /** How many sessions and requests hold it. */
  users: number;
  usedAt: number;
}

/** A room in use. Release it once, or it is never let go. */
export interface Lent {
  readonly owner: Owner;
  release(): void;
}

export class Host {
  readonly #definitions: ReadonlyMap<string, RoomDefinition>;
  readonly #ports: OwnerPorts;
  readonly #rooms = new Map<string, Open>();
  readonly #stopSweep: () => void;
  #isClosed = false;

  constructor(definitions: readonly RoomDefinition[], ports: OwnerPorts) {
    this.#definitions = new Map(definitions.map((definition) => [definition.kind, definition]));
    this.#ports = ports;
    this.#stopSweep = repeat(ports.timers, IDLE_MS / 4, () => void this.sweep());
  }

  /** Opens or finds the room. Faults: `not_found`, `ended`, `too_many`, `stopping`. */
  async use(name: RoomName): Promise<Lent> {
    if (this.#isClosed) throw new Fault("stopping", "this node is stopping");
    const open = this.#rooms.get(keyOf(name)) ?? this.#open(name);
    open.users += 1;
    const release = onlyOnce(() => {
      open.users -= 1;
      open.usedAt = this.#ports.timers.now();
    });
    try {
      const owner = await open.owner;
      if (owner.endsAt <= this.#ports.timers.now()) throw new Fault("ended", "it has ended");
      return { owner, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Opens the room for whoever the token names. Adds the fault `unauthorised`. */
  async enter(name: RoomName, token: string): Promise<Lent & { readonly grant: Grant }> {
    const { owner, release } = await this.use(name);
    try {
      const nowMs = this.#ports.timers.now();
      return { owner, release, grant: await verifyToken(owner.tokenKey, name, token, nowMs) };
    } catch (error) {
      release();
      throw error;
    }
  }

  get size(): number {
    return this.#rooms.size;
  }

  /** Closes rooms that have ended, and idle ones that nobody uses. */
  async sweep(): Promise<void> {
    const nowMs = this.#ports.timers.now();
    for (const [key, open] of this.#rooms) {
      const owner = await open.owner.catch(() => null);
      const isUnused = open.users === 0 && nowMs - open.usedAt >= IDLE_MS;
      if (owner !== null && owner.endsAt > nowMs && !(isUnused && owner.isIdle)) continue;
      this.#rooms.delete(key);
      owner?.close();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopSweep();
    for (const open of this.#rooms.values()) (await open.owner.catch(() => null))?.close();
    this.#rooms.clear();
  }

  #open(name: RoomName): Open {
    const definition = this.#definitions.get(name.kind);
    if (definition === undefined) throw new Fault("not_found", `no rooms of kind ${name.kind}`);
    if (this.#rooms.size >= ROOMS_MAX) throw new Fault("too_many", "this node is full");
    const key = keyOf(name);
    const owner = Owner.open(definition, name.id, this.#ports).then((opened) => {
      if (opened === null) throw new Fault("not_found", `there is no ${name.kind} of this id`);
      return opened;
    });
    const open = { owner, users: 0, usedAt: this.#ports.timers.now() };
    this.#rooms.set(key, open);
    // A room that could not be opened is not kept: the next request tries again.
    owner.catch(() => this.#rooms.delete(key));
    return open;
  }
}

function keyOf(name: RoomName): string {
  return `${name.kind}/${name.id}`;
}

function onlyOnce(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) run();
    isDone = true;
  };
}
