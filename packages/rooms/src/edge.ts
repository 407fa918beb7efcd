/**
 * The edge: the connections of this node's clients, whichever rooms they are in. It reaches a
 * room through a link to its owner; on one node the owner is in the same process.
 *
 * Rules M1, M14: docs/spec/rooms.md.
 */
import { Connection, type EnteredRoom, type Rooms } from "./connection.ts";
import type { Counted } from "./counted.ts";
import { Fan } from "./fan.ts";
import { Fault } from "./fault.ts";
import type { Host } from "./host.ts";
import { CONNECTIONS_MAX } from "./limits.ts";
import type { RoomLink } from "./link.ts";
import type { Socket } from "./outlet.ts";
import type { Session } from "./session.ts";
import type { Timers } from "./timers.ts";
import type { RoomName } from "./token.ts";

export interface EdgeOptions {
  readonly host: Pick<Host, "enter">;
  readonly timers: Timers;
  /** A bug, or a failure of what this node depends on: a `Fault` with its cause. */
  readonly onError: (error: unknown) => void;
}

export class Edge implements Rooms {
  readonly #counters = new Map<Counted, number>();
  readonly #options: EdgeOptions;
  readonly #connections = new Set<Connection>();
  readonly #fans = new Map<RoomLink, Fan>();
  #isClosed = false;

  constructor(options: EdgeOptions) {
    this.#options = options;
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** How often each has happened since the start. */
  get counters(): ReadonlyMap<Counted, number> {
    return this.#counters;
  }

  /** Takes a new socket in. Null, with the socket closed, when the node is full or stopping. */
  open(socket: Socket): Connection | null {
    const refusal = this.#refusal();
    if (refusal !== null) {
      this.count("connection_refused");
      socket.close(refusal.closeCode, refusal.message);
      return null;
    }
    const connection = new Connection(socket, this, this.#options.timers);
    this.#connections.add(connection);
    return connection;
  }

  async enter(name: RoomName, token: string): Promise<EnteredRoom> {
    const { owner, grant, release } = await this.#options.host.enter(name, token);
    return { link: owner, grant, release };
  }

  attach(session: Session): void {
    const fan = this.#fans.get(session.link) ?? new Fan(session.link);
    this.#fans.set(session.link, fan);
    fan.add(session);
  }

  detach(session: Session): void {
    const fan = this.#fans.get(session.link);
    fan?.remove(session);
    if (fan?.isEmpty !== true) return;
    fan.close();
    this.#fans.delete(session.link);
  }

  forget(connection: Connection): void {
    this.#connections.delete(connection);
  }

  count(what: Counted, by = 1): void {
    this.#counters.set(what, (this.#counters.get(what) ?? 0) + by);
  }

  onError(error: unknown): void {
    this.#options.onError(error);
  }

  /** Tells every client that the node stops; they come back elsewhere or later. */
  close(): void {
    this.#isClosed = true;
    for (const connection of this.#connections) {
      connection.end(new Fault("stopping", "this node is stopping"));
    }
  }

  #refusal(): Fault | null {
    if (this.#isClosed) return new Fault("stopping", "this node is stopping");
    if (this.#connections.size < CONNECTIONS_MAX) return null;
    return new Fault("too_many", "this node is full");
  }
}
