import assert from "node:assert/strict";
import test from "node:test";
import { FakeTimers, settle } from "../test/fake-timers.ts";
import {
  hostOf,
  steps,
  tokenOf,
  WALK,
  walker,
  walkOpening,
  walkPorts,
  walkRoom,
} from "../test/walk.ts";
import { Fault } from "./fault.ts";
import { Host } from "./host.ts";
import type { Chore, Room, RoomRules } from "./room.ts";

const [ann, bob] = [walker("ann", "a"), walker("bob", "a")];

/** A walk whose rules are changed, on a host of its own. */
async function setUp(changed: (room: Room) => Partial<RoomRules>) {
  const timers = new FakeTimers();
  const errors: unknown[] = [];
  const start = (room: Room) => ({ ...walkOpening.start(room), ...changed(room) });
  const ports = walkPorts(timers);
  const host = new Host([walkRoom({ start })], ports, (error) => errors.push(error));
  const { owner } = await host.use(WALK);
  return { timers, errors, host, owner };
}

const mayEnter = ({ person }: { readonly person: string }) =>
  person === "ann" ? "ann was removed" : null;

test("[M21] whom the rules refuse enters by no route, and others do", async () => {
  const { host, owner } = await setUp(() => ({ mayEnter }));
  const refusal = { code: "forbidden", message: "ann was removed" };
  await assert.rejects(async () => host.enter(WALK, await tokenOf(ann)), refusal);
  assert.throws(() => owner.audiencesOf(ann), refusal);
  assert.equal((await host.enter(WALK, await tokenOf(bob))).grant.person, "bob");
});

test("[M21] who is expelled is told on every connection, after the answer, and nobody else", async () => {
  const { owner, timers } = await setUp(() => ({}));
  const told: [string, Fault][] = [];
  const hear = (person: string, name: string) =>
    owner.onGone(person, (fault) => told.push([name, fault]));
  hear("ann", "ann's phone");
  hear("ann", "ann's tablet");
  hear("ann", "ann, who left")();
  hear("bob", "bob");
  const fault = new Fault("forbidden", "removed by a steward");
  owner.expel("ann", fault);
  owner.expel("cyd", fault);
  assert.equal(told.length, 0, "an answer goes first");
  await timers.pass(0);
  const names = told.map(([name, { code }]) => [name, code]);
  assert.deepEqual(names, [
    ["ann's phone", "forbidden"],
    ["ann's tablet", "forbidden"],
  ]);
});

test("[M21] who was let in since somebody was expelled stays, and who has gone is not told", async () => {
  const { owner, timers } = await setUp(() => ({}));
  const told: string[] = [];
  const hear = (name: string) => owner.onGone("ann", () => told.push(name));
  hear("there");
  const leave = hear("has gone by then");
  owner.expel("ann", new Fault("conflict", "join again"));
  leave();
  hear("came since");
  await timers.pass(0);
  assert.deepEqual(told, ["there"]);
});

test("[M21] a room that is ended answers who ended it, tells everyone, and is entered no more", async () => {
  const { owner, host, timers, errors } = await setUp((room) => ({
    commands: {
      end: async () => {
        room.end("ended by a steward");
        return "done";
      },
    },
  }));
  const told: string[] = [];
  owner.onGone("ann", ({ code }) => told.push(code));
  assert.equal(await owner.call(bob, "end", {}), "done");
  assert.deepEqual(told, [], "the answer goes first");
  await assert.rejects(host.use(WALK), { code: "ended" });
  await timers.pass(0);
  assert.deepEqual(told, ["ended"]);
  await timers.pass(60_000);
  assert.deepEqual([host.size, errors], [0, []]);
});

test("[M21] a chore runs in the room's own time, and a bug in it closes that room", async () => {
  let runs = 0;
  const chore: Chore = {
    everyMs: 1_000,
    run: async () => {
      runs += 1;
      if (runs === 3) throw new TypeError("a bug");
    },
  };
  const { timers, errors, host, owner } = await setUp(() => ({ chores: [chore] }));
  const told: string[] = [];
  owner.onGone("ann", ({ code }) => told.push(code));
  await timers.pass(2_000);
  await settle();
  assert.deepEqual([runs, told], [2, []]);
  await timers.pass(1_000);
  await settle();
  assert.deepEqual([told, errors.length, host.size], [["unavailable"], 1, 0]);
  await timers.pass(5_000);
  assert.equal(runs, 3);
});

test("[M21] a room without such rules lets everyone in", async () => {
  const host = hostOf(new FakeTimers());
  const { owner, grant } = await host.enter(WALK, await tokenOf(ann));
  await owner.write(grant, steps, { who: "ann", group: "a", x: 1 });
  assert.equal([...owner.space.records()].length, 1);
});
