/**
 * As much of a PostgreSQL server as a pool sees: it lets everybody in, answers each query with its
 * version, and falls silent when told to.
 * Source: the frontend/backend protocol 3.0, chapter 54 of PostgreSQL's documentation.
 */
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

const GOODBYE = "X".charCodeAt(0);

export interface FakePostgres {
  readonly url: string;
  /** Connections stay open and hear nothing more. */
  fallSilent(): void;
  close(): void;
}

export async function openFakePostgres(version = "180004"): Promise<FakePostgres> {
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server = createServer((socket) => {
    sockets.add(socket);
    let isGreeted = false;
    socket.on("error", () => undefined);
    // Each message of these clients comes in one piece.
    socket.on("data", (bytes) => {
      if (isSilent || bytes[0] === GOODBYE) return;
      socket.write(isGreeted ? rowOf(version) : greeting());
      isGreeted = true;
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgres://someone:verysecret@127.0.0.1:${port}/shop`,
    fallSilent: () => {
      isSilent = true;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function greeting(): Buffer {
  return Buffer.concat([message("R", int32(0)), ready()]);
}

/** One row of one text column. */
function rowOf(text: string): Buffer {
  const name = Buffer.from("server_version_num\0");
  const column = [int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)];
  return Buffer.concat([
    message("T", int16(1), name, ...column),
    message("D", int16(1), int32(text.length), Buffer.from(text)),
    message("C", Buffer.from("SHOW\0")),
    ready(),
  ]);
}

function ready(): Buffer {
  return message("Z", Buffer.from("I"));
}

function message(type: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}
