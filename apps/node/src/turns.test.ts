import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { type TestContext, test } from "node:test";
import { cutUnread, inTurns, UNDER_WAY_MAX } from "./turns.ts";

const GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

async function setUp(context: TestContext, answer: RequestListener, unreadMsMax = 60_000) {
  const server = createServer(inTurns(answer));
  cutUnread(server, unreadMsMax);
  await once(server.listen(0, "127.0.0.1"), "listening");
  context.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return (): Socket => {
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    context.after(() => socket.destroy());
    return socket.on("error", () => {});
  };
}

test("[N37] who asks for much at once is cut off, and nothing of it is done twice", async (context) => {
  let asked = 0;
  const dial = await setUp(context, () => (asked += 1));
  const socket = dial();
  socket.resume().write(GET.repeat(500));
  await once(socket, "close", { signal: AbortSignal.timeout(5_000) });
  assert.equal(asked, UNDER_WAY_MAX);
});

test("[N37] one after the other a connection is answered for as long as it asks", async (context) => {
  const dial = await setUp(context, (_request, response) => response.end("here"));
  const socket = dial();
  for (let turn = 0; turn < 3 * UNDER_WAY_MAX; turn += 1) {
    socket.write(GET);
    assert.match(String(await once(socket, "data")), /^HTTP\/1.1 200 /);
  }
});

test("[N37] who reads nothing of an answer is cut off; who waits for one is not", async (context) => {
  const more = Buffer.alloc(50_000_000);
  const waiting = Promise.withResolvers<undefined>();
  const cut = Promise.withResolvers<undefined>();
  const dial = await setUp(
    context,
    (request, response) => {
      if (request.url === "/") response.on("close", cut.resolve).end(more);
      else void waiting.promise.then(() => response.end("late"));
    },
    300,
  );
  const patient = dial();
  patient.write(GET.replace("/", "/slow"));
  dial().pause().write(GET);
  await Promise.race([cut.promise, once(patient, "close", { signal: AbortSignal.timeout(5_000) })]);
  waiting.resolve(undefined);
  assert.match(String(await once(patient, "data")), /late$/);
});
