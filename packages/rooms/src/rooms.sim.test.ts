/**
 * Clients whose clocks are wrong and jump, and who write what they may not, a slow network that
 * breaks, a journal that fails, and a node that is started again, all from a seed. When the faults end, every client holds what its node would tell it, and every
 * acknowledged write is there unless it was erased.
 */
import assert from "node:assert/strict";
import test from "node:test";
import { isRestated, type Kept, type Space } from "@muster/replica";
import { FakeNetwork } from "../test/fake-network.ts";
import { FakeTimers } from "../test/fake-timers.ts";
import {
  DISPLAY,
  display,
  hostOf,
  LIFETIME_MS,
  paces,
  type Step,
  shouts,
  steps,
  unsigned,
  WALK,
  walker,
} from "../test/walk.ts";
import { connect } from "./client.ts";
import { Edge } from "./edge.ts";
import { Fault } from "./fault.ts";
import type { Host } from "./host.ts";
import type { Journal } from "./journal.ts";
import { MemoryJournal } from "./journal-memory.ts";
import { REFILL_MS_MAX } from "./limits.ts";
import type { RoomClient } from "./room-client.ts";
import type { Grant, RoomName } from "./token.ts";

/** A seed costs 40 ms of a core: half of it goes into `node:test` following every promise. */
const SEEDS = 100;
const COUNTS = {
  cuts: 0,
  restarts: 0,
  erases: 0,
  failures: 0,
  jumps: 0,
  refused: 0,
  taken: 0,
  superseded: 0,
  moves: 0,
  /** Records that clients hold as numbers told them. */
  told: 0,
};
const FAULTS_MS = 20_000;
const STEP_MS = 250;
const CALM_MS = 2 * REFILL_MS_MAX;

const grants: readonly Grant[] = [
  walker("ann", "a"),
  walker("bob", "a"),
  walker("eve", "b"),
  walker("zoe", "b"),
  display(),
];
/** Mulberry32 by Tommy Ettinger: small, and the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A token is a name here: to check a real one takes time that the seed does not decide. */
async function enter(host: Host, name: RoomName, token: string) {
  const grant = grants.find(({ person }) => person === token) ?? assert.fail(token);
  return { ...(await host.use(name)), grant };
}

function failWith(error: unknown): never {
  assert.fail(String(error));
}

/** The journal fails on purpose: that, and nothing else, is told to the operator. */
function isJournal(error: unknown): void {
  if (!(error instanceof Fault) || error.code !== "unavailable") failWith(error);
}

interface Walker {
  readonly grant: Grant;
  readonly room: RoomClient;
  /** Own records that the owner has acknowledged. */
  readonly taken: Set<Kept>;
}

class World {
  readonly timers = new FakeTimers();
  readonly random: () => number;
  readonly counts = { ...COUNTS };
  /** How wrong the clock of each device is. */
  readonly wrongMs: number[] = [];
  isCalm = false;
  writes = 0;
  readonly walkers: readonly Walker[];
  readonly #network: FakeNetwork;
  readonly #kept = new MemoryJournal(this.timers);
  readonly #clients;
  #nonces = 0;
  #host: Host;

  constructor(seed: number) {
    this.random = randomOf(seed);
    this.#network = new FakeNetwork(this.timers, () => 1 + Math.floor(this.random() * 120));
    this.#host = this.start();
    this.#clients = grants.map((_, i) => this.#connect(i));
    this.walkers = grants.map((grant, i) => {
      const [token, client] = [grant.person, this.#clients[i]!];
      const identity = unsigned(10 + i);
      const options = { ...WALK, token, identity, models: [steps, paces, shouts] };
      return {
        grant,
        room: client.room({ ...options, lifetimeMs: LIFETIME_MS }),
        taken: new Set(),
      };
    });
  }

  start(): Host {
    const nonce = () => (this.#nonces += 1);
    this.#host = hostOf(this.timers, { journal: this.#journal(), nonce });
    const host = { enter: (name: RoomName, token: string) => enter(this.#host, name, token) };
    this.#network.edge = new Edge({ host, timers: this.timers, onError: isJournal });
    return this.#host;
  }

  get host(): Host {
    return this.#host;
  }

  /** The node is gone with all that it held, but for its journal. */
  async restart(): Promise<void> {
    this.counts.restarts += 1;
    const { edge } = this.#network;
    this.#network.edge = null;
    this.#network.cut(() => true);
    edge?.close();
    await this.#host.close();
    await this.timers.pass(Math.floor(this.random() * 1_000));
    this.start();
  }

  cut(): void {
    this.counts.cuts += this.#network.cut(() => this.random() < 0.5);
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    this.#network.edge?.close();
    await this.#host.close();
  }

  /** A device's clock is set: to be wrong by up to an hour. */
  jump(i: number): void {
    this.counts.jumps += 1;
    this.wrongMs[i] = Math.floor((this.random() - 0.5) * 7_200_000);
  }

  /** What fails may have been journaled all the same. */
  #journal(): Journal {
    const mayFail = async <T>(work: () => Promise<T>): Promise<T> => {
      if (this.isCalm || this.random() > 0.2) return work();
      this.counts.failures += 1;
      if (this.random() < 0.5) await work();
      throw new Error("the journal failed");
    };
    return {
      open: (room) => mayFail(() => this.#kept.open(room)),
      erase: (room, counter, erased) => mayFail(() => this.#kept.erase(room, counter, erased)),
    };
  }

  #connect(i: number) {
    // Half of the devices have a clock that is wrong from the start.
    if (i % 2 === 1) this.jump(i);
    const { timers } = this;
    return connect("ws://sim", {
      timers: {
        now: () => timers.now() + (this.wrongMs[i] ?? 0),
        monotonic: timers.monotonic,
        after: (ms, run) => timers.after(ms, run),
      },
      random: this.random,
      dial: () => this.#network.dial(),
      verifier: { verify: async () => true },
      onError: failWith,
    });
  }
}

const FORGED = "nobody";

async function write(world: World, { grant, room, taken }: Walker): Promise<void> {
  const { random, counts } = world;
  // A number of its own: by it the record of this write is found.
  const x = (world.writes += 1);
  const group = random() < 0.3 ? "b" : "a";
  const isForged = random() < 0.05;
  const value = { who: isForged ? FORGED : grant.person, group, x };
  const isShout = random() < 0.1;
  counts.moves += isShout || group === grant.about["group"] ? 0 : 1;
  const keyed = random() < 0.5 ? steps : paces;
  const { status } = await (isShout ? room.write(shouts, value) : room.write(keyed, value));
  if (status === "superseded") counts.superseded += 1;
  if (status === "refused") counts.refused += 1;
  assert.ok(!isForged || status !== "taken");
  if (status !== "taken") return;
  counts.taken += 1;
  const { author } = unsigned(10 + grants.indexOf(grant));
  for (const kept of room.space.records()) {
    const isOwn = kept.record.stamp.author === author;
    if (isOwn && (kept.entry.value as Step).x === x) taken.add(kept);
  }
}

async function erase(world: World, { room }: Walker): Promise<void> {
  const answer = await room.call("erase", null).catch(() => null);
  world.counts.erases += answer === null ? 0 : 1;
}

async function disturb(world: World): Promise<void> {
  const { random, walkers } = world;
  const dice = random();
  const walker = walkers[Math.floor(random() * (walkers.length - 1))]!;
  if (dice < 0.8) void write(world, walker);
  else if (dice < 0.83) void erase(world, walkers.at(-1)!);
  else if (dice < 0.95) world.cut();
  else if (dice < 0.97) await world.restart();
  else world.jump(Math.floor(random() * walkers.length));
  await world.timers.pass(Math.floor(random() * STEP_MS));
}

/** What it says as well: a record that was told by numbers says what its author wrote. */
const nameOf = ({ record, entry }: Kept): string =>
  JSON.stringify([record.stamp, record.model, record.expiresAt, entry.value]);

async function check(world: World): Promise<void> {
  const { owner, release } = await world.host.use(WALK);
  const atOwner = new Set([...owner.space.records()].map(nameOf));
  for (const [i, { grant, room, taken }] of world.walkers.entries()) {
    assert.equal(room.state, "live");
    for (const model of [steps, paces]) assert.ok(!room.space.view(model).has(FORGED));
    const { author } = unsigned(10 + i);
    const ownIn = (space: Pick<Space, "records">): string[] =>
      [...space.records()]
        .filter(({ record }) => record.stamp.author === author)
        .map(nameOf)
        .sort();
    assert.deepEqual(ownIn(room.space), ownIn(owner.space), `${grant.person}'s own`);
    world.counts.told += [...room.space.records()].filter(({ record }) =>
      isRestated(record),
    ).length;
    const audiences = owner.audiencesOf(grant);
    const others = [...room.space.records()].filter(({ record }) => record.stamp.author !== author);
    // Beside these a client holds the farewells of those who moved elsewhere.
    const hears = ({ entry }: Kept): boolean =>
      audiences.includes(DISPLAY) || audiences.includes((entry.value as Step).group);
    const standing = owner.standing(audiences).records;
    assert.deepEqual(
      others.filter(hears).map(nameOf).sort(),
      standing
        .filter(({ record }) => record.stamp.author !== author)
        .map(nameOf)
        .sort(),
      `${grant.person}'s view`,
    );
    for (const kept of taken) if (!atOwner.has(nameOf(kept))) assertGone(kept, owner.space);
  }
  release();
}

/** An acknowledged record that is not at the owner was erased, or a newer one took its place. */
function assertGone(kept: Kept, space: Space): void {
  const { stamp, key, model } = kept.record;
  if (stamp.wallMs <= space.watermark.wallMs) return;
  const keyed = [steps, paces].find(({ name }) => name === model);
  const winner = keyed === undefined ? undefined : space.view(keyed).get(key);
  assert.ok(winner !== undefined && winner.stamp.wallMs >= stamp.wallMs, `${nameOf(kept)} is lost`);
}

async function run(seed: number): Promise<World["counts"]> {
  const world = new World(seed);
  const endMs = world.timers.now() + FAULTS_MS;
  while (world.timers.now() < endMs) await disturb(world);
  world.isCalm = true;
  await world.timers.pass(CALM_MS);
  await check(world);
  await world.close();
  assert.ok(world.timers.waiting < 50, `${world.timers.waiting} timers are left`);
  return world.counts;
}

test("[M7] [M13] [M17] [M18] [M19] [M24] [M25] whatever breaks, all see the same in the end and nothing acknowledged is lost", async () => {
  const total = { ...COUNTS };
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const counts = await run(seed).catch((cause: unknown) => {
      throw new Error(`seed ${seed}`, { cause });
    });
    for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += counts[name];
  }
  const floor = {
    cuts: 500,
    restarts: 100,
    erases: 100,
    failures: 30,
    jumps: 100,
    refused: 100,
    taken: 2_500,
    superseded: 250,
    moves: 500,
    told: 50,
  };
  for (const name of Object.keys(floor) as (keyof typeof floor)[]) {
    assert.ok(total[name] >= floor[name], `${name}: ${total[name]}, at least ${floor[name]}`);
  }
});
