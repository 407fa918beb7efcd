/** Peers that ask and do not read, on Web Streams, which hold all that is not taken. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { connect, openReplica } from "../../test/fake-peers.ts";
import { notes } from "../../test/place.ts";
import { frame } from "./frames.ts";
import { slotOf } from "./ledger.ts";
import { WAITING_BYTES_MAX } from "./link.ts";
import { createStream } from "./stream.ts";
import { encodeMessage, type Message, SYNC_VERSION } from "./wire.ts";

const RECORDS = 200;
const PERSON = "n".repeat(3_800);
/** More than it takes. */
const ROUNDS_MAX = 100;

async function spaceMark(): Promise<bigint> {
  const [a, b] = [await openReplica(), await openReplica()];
  await a.space.write(notes, { person: "a", x: 1 });
  const line = connect([a.sync, b.sync]);
  await line.settled();
  const slots = [...line.a.said, ...line.b.said].find(({ is }) => is === "slots");
  assert.ok(slots?.is === "slots");
  return slots.space;
}

test("[R7] who asks for everything again and again and reads nothing of it is dropped", async () => {
  const to = await openReplica();
  for (let x = 0; x < RECORDS; x += 1) await to.space.write(notes, { person: PERSON, x });
  const [space, slot] = [await spaceMark(), slotOf([...to.space.records()][0]!.record)];
  const ends: string[] = [];
  const { writable } = createStream(to.sync, {
    onEvent: (event) => void ("code" in event && ends.push(event.code)),
  });
  const writer = writable.getWriter();
  const say = (message: Message) => writer.write(frame(encodeMessage(message)));
  await say({ is: "hello", version: SYNC_VERSION, from: 0, digest: 2n ** 128n - 1n });
  let rounds = 0;
  while (ends.length === 0 && rounds < ROUNDS_MAX) {
    rounds += 1;
    to.timers.pass(1_000);
    const begin: Message = { is: "slots", space, last: 1, from: 0, to: slot + 1, slots: [] };
    const beg: Message = { is: "seen", last: 1, seen: [{ slot, authors: [] }] };
    const all: Message[] = [begin, beg, { is: "done" }, { is: "credit", records: RECORDS }];
    for (const message of all) if (ends.length === 0) await say(message);
  }
  assert.deepEqual(ends, ["unread"]);
  // Not before there was that much, and not a comparison later.
  const roundBytes = RECORDS * (PERSON.length + 200);
  assert.ok(Math.abs(rounds - WAITING_BYTES_MAX / roundBytes) < 3, `${rounds} rounds`);
});
