import assert from "node:assert/strict";
import { test } from "node:test";
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { Fault } from "@muster/rooms";
import { START_MS } from "../../test/fake-march.ts";
import { FakeTimers } from "../../test/fake-timers.ts";
import { answerFaults, refuseInvalid } from "./answer.ts";
import { gives, takes } from "./fields.ts";
import { BODY_BYTES_MAX, gate, nothingElse } from "./gate.ts";

const Body = z.strictObject({ code: z.enum(["forbidden", "conflict", "unavailable", "bug"]) });
const route = createRoute({
  method: "post",
  path: "/march/fault",
  request: takes(Body),
  responses: { 200: gives(z.object({}), "never") },
});

function setUp() {
  const refused = new Map<string, number>();
  const errors: unknown[] = [];
  const routes = new OpenAPIHono({ defaultHook: refuseInvalid });
  const onError = (error: unknown) => errors.push(error);
  answerFaults(routes, { refused, clock: new FakeTimers(START_MS), onError });
  gate(routes);
  routes.openapi(route, (context) => {
    const { code } = context.req.valid("json");
    throw code === "bug" ? new Error("a place: 40.7074") : new Fault(code, `it is ${code}`);
  });
  nothingElse(routes);
  const send = async (body: BodyInit, type = "application/json") => {
    const headers = { "content-type": type };
    const answer = await routes.request("/march/fault", { method: "POST", headers, body });
    assert.equal(answer.headers.get("cache-control"), "no-store");
    return { status: answer.status, body: (await answer.json()) as object };
  };
  return { routes, refused, errors, send };
}

test("[A7] a fault is answered with its status and its message, and counted by code", async () => {
  const { send, refused, errors } = setUp();
  const fault = (code: string) => send(JSON.stringify({ code }));
  assert.deepEqual(await fault("forbidden"), { status: 403, body: { error: "it is forbidden" } });
  assert.deepEqual(await fault("forbidden"), { status: 403, body: { error: "it is forbidden" } });
  assert.equal((await fault("unavailable")).status, 503);
  assert.deepEqual(
    [...refused],
    [
      ["forbidden", 2],
      ["unavailable", 1],
    ],
  );
  assert.deepEqual(errors, []);
});

test("[A7] a conflict tells the node's time", async () => {
  const { body } = await setUp().send('{"code":"conflict"}');
  assert.deepEqual(body, { error: "it is conflict", nowMs: START_MS });
});

test("[A7] a bug is told to the operator, and to the client only that there was one", async () => {
  const { send, refused, errors } = setUp();
  const { status, body } = await send('{"code":"bug"}');
  assert.deepEqual([status, body], [500, { error: "this node could not do that" }]);
  assert.equal(errors.length, 1);
  assert.equal(refused.size, 0);
});

test("[A7] a body that is no JSON, is not said to be, or is too much is refused by reason", async () => {
  const { send, refused } = setUp();
  const right = '{"code":"forbidden"}';
  for (const [body, type, status, error] of [
    ["{", "application/json", 400, /JSON/],
    ["", "application/json", 400, /JSON/],
    [right, "text/plain", 400, /application\/json/],
    [right, "application/jsonp", 400, /application\/json/],
    ["{}", "application/json", 400, /^code: /],
    [`{"code":"forbidden","x":1}`, "application/json; charset=utf-8", 400, /x/],
    ["x".repeat(BODY_BYTES_MAX + 1), "application/json", 413, /16384 bytes/],
  ] as const) {
    const answer = await send(body, type);
    assert.equal(answer.status, status, body.slice(0, 40));
    assert.match((answer.body as { error: string }).error, error);
  }
  assert.deepEqual(Object.fromEntries(refused), { bad_message: 6, too_large: 1 });
});

test("[A7] a body without a length is held to the same bound", async () => {
  const { routes } = setUp();
  const body = new ReadableStream({
    pull: (to) => to.enqueue(new TextEncoder().encode("x".repeat(4096))),
  });
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", headers, body, duplex: "half" as const };
  assert.equal((await routes.request("/march/fault", init)).status, 413);
});

test("[A7] an address where nothing is answers as JSON", async () => {
  const { routes } = setUp();
  const answer = await routes.request("/march/else");
  assert.equal(answer.status, 404);
  assert.match(((await answer.json()) as { error: string }).error, /nothing at this address/);
});

test("[A7] who follows a cut link in a browser reads a page, which shows nothing of the address", async () => {
  const { routes, refused } = setUp();
  const accept = "text/html,application/xhtml+xml,*/*;q=0.8";
  const answer = await routes.request("/march/%3Cscript%3Ex", { headers: { accept } });
  assert.equal(answer.status, 404);
  assert.match(answer.headers.get("content-type") ?? "", /^text\/html/);
  assert.equal(answer.headers.get("cache-control"), "no-store");
  const page = await answer.text();
  assert.match(page, /link may have been cut short/);
  assert.match(page, /href="\/march"/);
  assert.doesNotMatch(page, /script|%3C/);
  assert.equal(refused.get("not_found"), 1);
  const posted = await routes.request("/march/x", {
    method: "POST",
    headers: { accept, "content-type": "application/json" },
    body: "{}",
  });
  assert.match(posted.headers.get("content-type") ?? "", /^application\/json/);
});
