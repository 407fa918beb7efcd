/** A node's server with TLS: what it answers over TLS, without it, and to who says nothing. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request as plainRequest } from "node:http";
import { request } from "node:https";
import { connect } from "node:net";
import { type TestContext, test } from "node:test";
import { connect as connectSecure, type PeerCertificate, type TLSSocket } from "node:tls";
import { getConnInfo } from "@hono/node-server/conninfo";
import { Hono } from "hono";
import { folderFor, makeCertificate } from "../test/certificate.ts";
import { listen, REQUEST_MS_MAX } from "./http-server.ts";
import { readTlsPair } from "./tls-pair.ts";
import { parseTrustedProxies } from "./trusted-proxies.ts";

const NAMES = "DNS:a.example,DNS:localhost,IP:127.0.0.1";

async function setUp(context: TestContext, requestMsMax = REQUEST_MS_MAX) {
  const made = makeCertificate(folderFor(context), NAMES);
  const tls = await readTlsPair(made, Date.now());
  const proxies = parseTrustedProxies("127.0.0.0/8");
  const http = await listen({ host: "127.0.0.1", port: 0, tls, proxies }, requestMsMax);
  context.after(() => http.close());
  const routes = new Hono().all("*", async (asked) => {
    await asked.req.text();
    return asked.text(`from ${getConnInfo(asked).remote.address}`);
  });
  http.serve(routes);
  const { port } = new URL(http.address);
  const ask = async (headers: Readonly<Record<string, string>> = {}) => {
    const sent = request({
      port,
      host: "127.0.0.1",
      ca: made.pem.cert,
      headers,
      agent: false,
    }).end();
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    return { headers: answer.headers, body: String(await once(answer, "data")) };
  };
  return { http, port: Number(port), made, ask };
}

/** Without TLS. */
async function askPlain(port: number, path: string, more: { method?: string; host?: string } = {}) {
  const { method = "GET", host = `a.example:${port}` } = more;
  const sent = plainRequest({ port, host: "127.0.0.1", path, method, headers: { host } }).end();
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  answer.resume();
  return { status: answer.statusCode, headers: answer.headers };
}

test("[N34] with a certificate the node speaks HTTPS, and says so for thirty days", async (context) => {
  const { ask, http, port } = await setUp(context);
  assert.equal(http.address, `https://127.0.0.1:${port}`);
  const { headers, body } = await ask({ host: "a.example" });
  assert.equal(body, "from 127.0.0.1");
  assert.equal(headers["strict-transport-security"], "max-age=2592000");
  const local = await ask({ host: `localhost:${port}` });
  assert.equal(local.headers["strict-transport-security"], undefined);
});

test("[N34] plain HTTP on the same port is sent to HTTPS, and what is not read is refused", async (context) => {
  const { port } = await setUp(context);
  const sent = await askPlain(port, "/march?x=1");
  assert.deepEqual(
    [sent.status, sent.headers.location, sent.headers["strict-transport-security"]],
    [308, `https://a.example:${port}/march?x=1`, undefined],
  );
  assert.equal((await askPlain(port, "/march", { method: "POST" })).status, 403);
  assert.equal((await askPlain(port, "/march", { host: "evil.example/@a" })).status, 400);
  assert.equal((await askPlain(port, "/healthz")).status, 200);
});

test("[N34] a renewed certificate is what the next connection gets", async (context) => {
  const { http, port } = await setUp(context);
  const next = makeCertificate(folderFor(context), "DNS:renewed.example,IP:127.0.0.1");
  http.renew(await readTlsPair(next, Date.now()));
  const socket: TLSSocket = connectSecure({ port, host: "127.0.0.1", ca: next.pem.cert });
  await once(socket, "secureConnect");
  const { subjectaltname }: PeerCertificate = socket.getPeerCertificate();
  assert.match(subjectaltname ?? "", /renewed\.example/);
  socket.destroy();
});

test("[N34] a WebSocket comes in over TLS, and not without", async (context) => {
  const { http, port, made } = await setUp(context);
  http.server.on("upgrade", (_request, socket) => socket.end("HTTP/1.1 101 -\r\n\r\n"));
  const asked = "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
  const secure = connectSecure({ port, host: "127.0.0.1", ca: made.pem.cert });
  secure.write(asked);
  assert.match(String(await once(secure, "data")), /^HTTP\/1.1 101 /);
  const plain = connect(port, "127.0.0.1");
  plain.write(asked);
  assert.match(String(await once(plain, "data")), /^HTTP\/1.1 308 /);
  for (const socket of [secure, plain]) socket.destroy();
});

test("[N31] who says nothing, or half of it, is cut off, over TLS too", async (context) => {
  const { port, made } = await setUp(context, 40);
  const closed = (socket: ReturnType<typeof connect>) => {
    context.after(() => socket.destroy());
    socket.on("error", () => {}).resume();
    return once(socket, "close", { signal: AbortSignal.timeout(5_000) });
  };
  const silent = connect(port, "127.0.0.1");
  const handshake = connect(port, "127.0.0.1");
  handshake.write(Buffer.from([22, 3, 1]));
  await Promise.all([closed(silent), closed(handshake)]);
  const slow = connectSecure({ port, host: "127.0.0.1", ca: made.pem.cert });
  slow.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nslow");
  context.after(() => slow.destroy());
  const signal = AbortSignal.timeout(5_000);
  assert.match(String(await once(slow, "data", { signal })), /^HTTP\/1.1 408 /);
  await closed(slow);
});

test("[N35] an application sees the client that a trusted server names as its peer", async (context) => {
  const { ask } = await setUp(context);
  const { body } = await ask({ "x-forwarded-for": "198.51.100.1, 203.0.113.9" });
  assert.equal(body, "from 203.0.113.9");
});

test("[N34] the end of the server ends every connection", async (context) => {
  const { http, port, made } = await setUp(context);
  const secure = connectSecure({ port, host: "127.0.0.1", ca: made.pem.cert });
  await once(secure, "secureConnect");
  const silent = connect(port, "127.0.0.1");
  await once(silent, "connect");
  const ends = [secure, silent].map((socket) =>
    once(
      socket.on("error", () => {}),
      "close",
    ),
  );
  http.close();
  await Promise.all(ends);
});
