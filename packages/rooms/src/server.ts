/** The public face of @muster/rooms for a server: `serve` opens rooms to WebSocket clients. */
import type { Server } from "node:http";
import { type Identity, Verifier } from "@muster/replica";
import type { Counted } from "./counted.ts";
import { Edge } from "./edge.ts";
import { Host } from "./host.ts";
import type { Journal } from "./journal.ts";
import type { RoomDefinition } from "./room.ts";
import { guarded, systemTimers } from "./timers.ts";
import { listenWebSocket } from "./websocket.ts";

export { Edge } from "./edge.ts";
export { Host, type Lent } from "./host.ts";
export type { Journal } from "./journal.ts";
export { MemoryJournal } from "./journal-memory.ts";
export { migrations, PostgresJournal } from "./journal-postgres.ts";
export type { Flush, Standing } from "./link.ts";
export type { Socket } from "./outlet.ts";
export type { Owner } from "./owner.ts";

export interface ServeOptions {
  readonly rooms: readonly RoomDefinition[];
  readonly journal: Journal;
  /** This node's own identity: it writes for people who have no key. */
  readonly identity: Identity;
  readonly server: Server;
  /** Other origins whose pages may connect. */
  readonly origins: readonly string[];
  readonly onError: (error: unknown) => void;
}

export interface RoomsServer {
  /** The rooms of this node, for the application's own routes. */
  readonly host: Host;
  /** How often each has happened since the start. */
  readonly counters: ReadonlyMap<Counted, number>;
  connections(): number;
  close(): Promise<void>;
}

/** Where clients connect. */
export const ROOMS_PATH = "/rooms";
const CLOSE_MS_MAX = 500;

/** Serves rooms on the HTTP server's `/rooms`. Close it before the server. */
export function serve(options: ServeOptions): RoomsServer {
  const { server, origins, onError } = options;
  const timers = guarded(systemTimers, onError);
  const ports = {
    timers,
    journal: options.journal,
    identity: options.identity,
    verifier: new Verifier(),
    nonce: () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
  };
  const host = new Host(options.rooms, ports, onError);
  const edge = new Edge({ host, timers, onError });
  const stopListening = listenWebSocket({ edge, server, path: ROOMS_PATH, origins });
  return {
    host,
    counters: edge.counters,
    connections: () => edge.connections,
    close: async () => {
      edge.close();
      // Time for the clients to hear why, before what is left of the sockets is cut.
      await new Promise<void>((resolve) => void timers.after(CLOSE_MS_MAX, resolve));
      stopListening();
      await host.close();
    },
  };
}
