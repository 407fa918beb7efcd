/**
 * A phone whose data is metered: a real client of the room, joined to a real edge by a line that
 * counts what goes over it as a WebSocket would send it, by kind of message and way.
 */
import { constants, deflateRawSync } from "node:zlib";
import { type Identity, Verifier } from "@muster/replica";
import { type Grant, signToken } from "@muster/rooms";
import { type Client, type ClientSocket, connect, type RoomClient } from "@muster/rooms/client";
import { Edge } from "@muster/rooms/server";
import { decodeMessage } from "@muster/rooms/wire";
import { marchModels } from "../src/models.ts";
import { MARCH } from "../src/room.ts";
import type { OpenMarch } from "./fake-march.ts";

export interface Metered {
  readonly room: RoomClient;
  readonly client: Client;
  /** Bytes of the messages with their WebSocket headers, by `down kind` and `up kind`. */
  readonly bytes: Map<string, number>;
  /** What was sent down, for compression to be tried on. */
  readonly down: Uint8Array[];
  /** Whether it checks a signature now. */
  readonly isChecking: () => boolean;
  /** Breaks the connection; the phone dials again by itself. */
  cut(): void;
}

/** Lets everything happen that waits for promises and signatures alone. */
export async function quiet({ isSigning }: Pick<OpenMarch, "isSigning">): Promise<void> {
  for (let rounds = 0; rounds < 4; rounds = isSigning() ? 0 : rounds + 1) {
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => void setImmediate(resolve));
  }
}

export async function meteredPhone(
  open: OpenMarch,
  grant: Grant,
  identity: Identity,
): Promise<Metered> {
  const { timers, march, host } = open;
  const edge = new Edge({ host, timers, onError: fail });
  const bytes = new Map<string, number>();
  const down: Uint8Array[] = [];
  const count = (way: "down" | "up", message: Uint8Array): void => {
    const kind = `${way} ${decodeMessage(message).is}`;
    bytes.set(kind, (bytes.get(kind) ?? 0) + message.length + headerOf(message.length, way));
    if (way === "down") down.push(message);
  };
  let line: Line | null = null;
  const dial = (): ClientSocket => {
    line = lineTo(edge, count);
    return line.socket;
  };
  let checking = 0;
  const real = new Verifier();
  const verifier: Pick<Verifier, "verify"> = {
    verify: (...signed) => {
      checking += 1;
      return real.verify(...signed).finally(() => (checking -= 1));
    },
  };
  const ports = { timers, random: () => 1, dial, verifier, onError: fail };
  const client = connect("ws://march", ports);
  const room = client.room({
    kind: MARCH,
    id: march.id,
    token: await signToken(march.tokenKey, { kind: MARCH, id: march.id }, grant),
    models: marchModels,
    identity,
    lifetimeMs: march.lifetimeMs,
  });
  return { room, client, bytes, down, isChecking: () => checking > 0, cut: () => line?.cut() };
}

type Count = (way: "down" | "up", message: Uint8Array) => void;

interface Line {
  readonly socket: ClientSocket;
  cut(): void;
}

function lineTo(edge: Edge, count: Count): Line {
  const end = (): void => {
    connection?.closed();
    socket.onclose?.({ code: 1006, reason: "" });
  };
  const socket: ClientSocket = {
    binaryType: "",
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (message) => {
      count("up", message);
      void connection?.receive(message.slice());
    },
    close: end,
  };
  const connection = edge.open({
    queuedBytes: 0,
    send: (message) => {
      count("down", message);
      socket.onmessage?.({ data: message.slice().buffer });
    },
    close: end,
  });
  queueMicrotask(() => socket.onopen?.());
  return { socket, cut: end };
}

/** RFC 6455, 5.2: what comes before the bytes; a client masks, with four more. */
function headerOf(length: number, way: "down" | "up"): number {
  const mask = way === "up" ? 4 : 0;
  if (length < 126) return 2 + mask;
  return length < 65_536 ? 4 + mask : 10 + mask;
}

/** As permessage-deflate with one context for all messages would send them (RFC 7692). */
export function deflated(messages: readonly Uint8Array[]): number {
  const whole = Buffer.concat(messages);
  return deflateRawSync(whole, { finishFlush: constants.Z_SYNC_FLUSH }).length;
}

function fail(error: unknown): void {
  throw error;
}
