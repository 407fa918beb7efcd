import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { type TestContext, test } from "node:test";
import { Hono } from "hono";
import { listen, REQUEST_MS_MAX } from "./http-server.ts";
import { noTrustedProxies } from "./trusted-proxies.ts";

async function setUp(context: TestContext, host: string, requestMsMax = REQUEST_MS_MAX) {
  const http = await listen(
    { host, port: 0, tls: null, proxies: noTrustedProxies() },
    requestMsMax,
  );
  context.after(() => http.close());
  return http;
}

test("[N29] only who asks for a WebSocket leaves HTTP", async (context) => {
  const http = await setUp(context, "127.0.0.1");
  http.server.on("upgrade", (_request, socket) => socket.end("HTTP/1.1 101 -\r\n\r\n"));
  for (const [upgrade, status] of [
    ["h2c", 503],
    ["TLS/1.2", 503],
    ["WebSocket", 101],
  ] as const) {
    const socket = connect(Number(new URL(http.address).port), "127.0.0.1");
    socket.write(`GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: ${upgrade}\r\n\r\n`);
    const answer = String(await once(socket, "data"));
    assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `), upgrade);
    socket.destroy();
  }
});

test("[N30] every address is told as it can be reached", async (context) => {
  const loopback = await setUp(context, "localhost");
  assert.deepEqual(loopback.addressesOfOthers, []);
  for (const host of ["0.0.0.0", "::"]) {
    const { address, addressesOfOthers } = await setUp(context, host);
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+$/);
    for (const one of [address, ...addressesOfOthers]) {
      assert.doesNotMatch(one, /0\.0\.0\.0|\[::\]/);
      assert.equal((await fetch(one)).status, 503, one);
    }
  }
});

test("[N31] a request that does not end is ended, and one that waits for its answer is not", async (context) => {
  assert.equal(REQUEST_MS_MAX, 30_000);
  // A busy machine may take its time over the request that is whole.
  const http = await setUp(context, "127.0.0.1", 500);
  const waiting = Promise.withResolvers<undefined>();
  http.serve(
    new Hono().post("/", async (asked) => {
      const body = await asked.req.text();
      await waiting.promise;
      return asked.text(body);
    }),
  );
  const whole = fetch(http.address, { method: "POST", body: "whole" });
  const socket = connect(Number(new URL(http.address).port), "127.0.0.1");
  context.after(() => socket.destroy());
  socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nslow");
  const signal = AbortSignal.timeout(10_000);
  assert.match(String(await once(socket, "data", { signal })), /^HTTP\/1.1 408 /);
  waiting.resolve(undefined);
  assert.equal(await (await whole).text(), "whole");
});
