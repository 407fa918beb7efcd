import assert from "node:assert/strict";
import { test } from "node:test";
import { OpenAPIHono } from "@hono/zod-openapi";
import { signToken } from "@muster/rooms";
import { guest, openMarch } from "../../test/fake-march.ts";
import { MARCH } from "../room.ts";
import { answerFaults } from "./answer.ts";
import { entrance } from "./entrance.ts";
import { locations } from "./locations.ts";

test("[A12] over HTTP a full node answers 429 to who is new, and who is on the map goes on", async () => {
  const { march, host, crowd, timers } = await openMarch({ recordsMax: 1 });
  const routes = new OpenAPIHono();
  answerFaults(routes, { refused: new Map(), clock: timers, onError: () => assert.fail() });
  locations(routes, { enter: entrance(host, timers), crowd });
  const post = async (person: string) => {
    const token = await signToken(march.tokenKey, { kind: MARCH, id: march.id }, guest(person));
    const { status } = await routes.request(`/march/${march.id}/locations/update`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ lastPing: -1, location: { id: person, lat: 1, lon: 1 } }),
    });
    return status;
  };
  assert.equal(await post("ada"), 200);
  assert.equal(await post("ben"), 429);
  assert.equal(await post("ada"), 200);
});
