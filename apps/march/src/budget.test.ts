/**
 * What a marcher's phone sends and is sent in an hour, by the bytes of its WebSocket: 150 in its
 * contingent who share every 5 s, 31 contingents of like size beside it, of which one has now and
 * then a person more than the others. Time is virtual, all else is real.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { guest, keyHolder, type OpenMarch, openMarch, share } from "../test/fake-march.ts";
import { deflated, type Metered, meteredPhone, quiet } from "../test/fake-metered-phone.ts";
import { type Place, type Position, placeOf, positions } from "./model.ts";
import { SUMMARIES_MAX, SUMMARY_PEOPLE_MIN } from "./summary.ts";

const HOUR_S = 3_600;
/** With one summary that is told whole because a minute is over. */
const MEASURED_S = 60;
const SHARE_S = 5;
/** Posts of a second come spread over it. */
const STEP_MS = 50;
const STEPS = 1_000 / STEP_MS;
const PART = 150;
const CONTINGENTS = SUMMARIES_MAX + 1;
/** The last goes with each share to one of two contingents. */
const OTHERS = CONTINGENTS * SUMMARY_PEOPLE_MIN + 1;
const BYTES_AN_HOUR_MAX = 3_000_000;

/** As long as the ids of people with a key. */
const nameOf = (person: number) => `p${String(person).padStart(21, "0")}`;
function contingentOf(person: number, shares: number): string {
  if (person < PART) return "Tenants";
  const isLast = person === PART + OTHERS - 1;
  const turned = CONTINGENTS - 1 - (Math.floor(shares) % 2);
  return `Contingent ${isLast ? turned : Math.floor((person - PART) / SUMMARY_PEOPLE_MIN)}`;
}

/** Seven metres on with each share, and off the line by a metre or so. */
function placeAt(person: number, shares: number): Place {
  const [wide, deep] = [person % 13, person % 17];
  const lat = 40.7074 + wide * 0.00011 + shares * 0.00004 + Math.sin(person * 7 + shares) / 1e5;
  const lon = -74.0113 - deep * 0.00012 - shares * 0.00005 + Math.cos(person * 3 + shares) / 1e5;
  return placeOf(lat, lon);
}

/** Everything has happened that waits for promises and signatures alone, here and at the phone. */
function settled({ isSigning }: OpenMarch, { isChecking }: Metered): Promise<void> {
  return quiet({ isSigning: () => isSigning() || isChecking() });
}

class Walk {
  readonly #open: OpenMarch;
  readonly #phone: Metered;
  readonly #me: string;
  #second = 0;

  constructor(open: OpenMarch, phone: Metered, me: string) {
    this.#open = open;
    this.#phone = phone;
    this.#me = me;
  }

  async seconds(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) await this.#aSecond();
  }

  async #aSecond(): Promise<void> {
    const due = Array.from({ length: PART + OTHERS }, (_, person) => person).filter(
      (person) => person % SHARE_S === this.#second % SHARE_S,
    );
    for (let step = 0; step < STEPS; step += 1) {
      for (const person of due.filter((_, index) => index % STEPS === step)) this.#share(person);
      await settled(this.#open, this.#phone);
      this.#open.timers.advance(STEP_MS);
      await settled(this.#open, this.#phone);
    }
    this.#second += 1;
  }

  /** The phone is the first of them. */
  #share(person: number): void {
    const place = placeAt(person, this.#second / SHARE_S);
    const contingent = contingentOf(person, this.#second / SHARE_S);
    if (person > 0) void share(this.#open.owner, guest(nameOf(person), contingent), place);
    else void this.#phone.room.write(positions, { person: this.#me, contingent, place });
  }
}

async function setUp() {
  const open = await openMarch();
  const { grant, identity } = await keyHolder();
  const phone = await meteredPhone(open, grant, identity);
  await settled(open, phone);
  const walk = new Walk(open, phone, grant.person);
  await walk.seconds(SHARE_S + 3);
  const sum = () => [...phone.bytes.values()].reduce((all, bytes) => all + bytes, 0);
  return { open, phone, walk, sum };
}

/** Where everyone of the part is, as the phone or the owner has it. */
function seen(view: ReadonlyMap<string, { readonly value: Position }>): unknown {
  const mine = [...view.values()].filter(({ value }) => value.contingent === "Tenants");
  return Object.fromEntries(mine.map(({ value }) => [value.person, value.place]));
}

test("[A25] a phone among 150, in a march of more than 30 contingents, needs at most 3 MB an hour", async (t) => {
  const { open, phone, walk, sum } = await setUp();
  phone.bytes.clear();
  phone.down.length = 0;
  await walk.seconds(MEASURED_S);
  const anHour = (bytes: number) => (bytes * HOUR_S) / MEASURED_S;
  for (const [kind, bytes] of phone.bytes) {
    t.diagnostic(`${kind}: ${(anHour(bytes) / 1e6).toFixed(3)} MB an hour`);
  }
  const [all, compressed] = [anHour(sum()), anHour(deflated(phone.down))];
  t.diagnostic(`all: ${(all / 1e6).toFixed(2)} MB an hour`);
  t.diagnostic(`down, deflated: ${(compressed / 1e6).toFixed(2)} MB an hour`);
  assert.ok(all <= BYTES_AN_HOUR_MAX, `${Math.round(all)} bytes an hour`);
  assert.ok(phone.bytes.get("down batch")! > 1_000, "the control: others are told of");
  assert.equal(phone.room.state, "live");
  open.timers.advance(1_000);
  await settled(open, phone);
  const atPhone = seen(phone.room.space.view(positions));
  assert.equal(Object.keys(atPhone as object).length, PART);
  assert.deepEqual(atPhone, seen(open.owner.space.view(positions)));
  phone.client.close();
  await open.host.close();
});

test("[A25] a phone that lost the network for a while is told what changed, not who is there", async () => {
  const { open, phone, walk } = await setUp();
  phone.bytes.clear();
  phone.cut();
  await walk.seconds(2);
  assert.equal(phone.room.state, "live");
  const standing = phone.bytes.get("down joined")!;
  // People in full: 150 records of more than 200 bytes.
  assert.ok(standing > 0 && standing < 3_000, `${standing} bytes`);
  open.timers.advance(1_000);
  await settled(open, phone);
  assert.deepEqual(seen(phone.room.space.view(positions)), seen(open.owner.space.view(positions)));
  phone.client.close();
  await open.host.close();
});
