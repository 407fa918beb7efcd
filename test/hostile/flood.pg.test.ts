/** A client that floods, forges and sends too much, as a process, beside two who march. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Client, connect, type RoomClient } from "@muster/rooms/client";
import { placeOf, positions } from "../../apps/march/src/model.ts";
import { marchModels } from "../../apps/march/src/models.ts";
import { MARCH } from "../../apps/march/src/room.ts";
import { newIdentity } from "../../apps/march/test/fake-march.ts";
import {
  join,
  type MadeMarch,
  make,
  openNode,
  type TestNode,
} from "../../apps/march/test/fake-node.ts";
import { comesTrue } from "../comes-true.ts";
import { startAttacker, targetOn } from "./attack.ts";

const FLOOD_PER_SECOND = 2_000;
/** What the node has heard of the attacker before it is judged. */
const FLOODED_MIN = 4_000;
const SEEN = { msMax: 20_000, everyMs: 20 };

test("[S19] who floods, forges sessions and sends too much is closed, and others are heard meanwhile", async (t) => {
  const node = await openNode();
  const clients: Client[] = [];
  try {
    const march = await make(node);
    const [ann, ben] = [await enter(node, march, clients), await enter(node, march, clients)];
    const stop = startAttacker(await targetOn(node.url, FLOOD_PER_SECOND));
    const { counters } = node.march.rooms;
    let steps = 0;
    while ((counters.get("message_in") ?? 0) < FLOODED_MIN) {
      steps += 1;
      const place = placeOf(40 + steps / 1_000, -74);
      const { person, room } = ann;
      const receipt = await room.write(positions, { person, contingent: "Tenants", place });
      assert.deepEqual(receipt, { status: "taken" });
      await comesTrue(() => {
        const seen = ben.room.space.view(positions).get(person)?.value.place;
        return seen?.latE7 === place.latE7;
      }, SEEN);
    }
    const attacked = await stop();
    t.diagnostic(
      `${steps} steps were seen; ${JSON.stringify({ ...attacked, ...Object.fromEntries(counters) })}`,
    );
    assert.ok(steps > 0 && attacked.forged > 0 && attacked.megabyteFrames > 0);
    assert.equal(attacked.forgedAccepted, 0);
    assert.ok((counters.get("message_refused") ?? 0) > 0, "the flooder is closed");
    assert.ok((counters.get("record_refused_bad_signature") ?? 0) > 0);
    assert.deepEqual(node.errors, []);
  } finally {
    for (const client of clients) client.close();
    await node.close();
  }
});

interface Marcher {
  readonly person: string;
  readonly room: RoomClient;
}

async function enter(node: TestNode, march: MadeMarch, clients: Client[]): Promise<Marcher> {
  const identity = await newIdentity();
  const { person, token } = await join(node, march, identity);
  const client = connect(`${node.url.replace("http", "ws")}/rooms`);
  clients.push(client);
  const { id, lifetimeMs } = march;
  const models = marchModels;
  return { person, room: client.room({ kind: MARCH, id, token, models, identity, lifetimeMs }) };
}
