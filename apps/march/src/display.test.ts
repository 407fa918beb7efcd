import assert from "node:assert/strict";
import { test } from "node:test";
import {
  guest,
  LIFETIME_MS,
  type OpenMarch,
  openMarch,
  SQUARE,
  share,
  signedErase,
} from "../test/fake-march.ts";
import { Display, PACE_MS } from "./display.ts";
import { placeOf } from "./model.ts";

const HERE = { lat: 40.7074, lon: -74.0113 };
const pin = (id: string) => ({ id, contingent: "Tenants", ...HERE });

interface Told {
  readonly event: string;
  readonly data: unknown;
}

function watch(open: OpenMarch, endsAt = open.march.endsAt) {
  let ends = 0;
  const display = new Display({
    owner: open.owner,
    timers: open.timers,
    endsAt,
    onEnd: () => {
      ends += 1;
    },
  });
  const reader = display.events.getReader();
  /** The next event, once its time has come. */
  const next = async (): Promise<Told | "ended"> => {
    open.timers.advance(PACE_MS);
    const { value, done } = await reader.read();
    if (done) return "ended";
    const [, event = "", data = ""] =
      /^event: (\w+)\ndata: (.*)\n\n$/.exec(new TextDecoder().decode(value)) ?? [];
    return { event, data: event === "" ? null : (JSON.parse(data) as unknown) };
  };
  return { display, reader, next, ends: () => ends };
}

test("[A10] a display is told what stands, then what changes, then who is gone", async () => {
  const open = await openMarch();
  await share(open.owner, guest("ada"), SQUARE);
  const { next } = watch(open);
  assert.deepEqual(await next(), { event: "positions", data: [pin("ada")] });
  await share(open.owner, guest("ben", "Nurses"), SQUARE);
  await share(open.owner, guest("ada"), null);
  assert.deepEqual(await next(), {
    event: "positions",
    data: [
      { id: "ben", contingent: "Nurses", ...HERE },
      { id: "ada", gone: true },
    ],
  });
});

test("[A10] a march without pins says so at once", async () => {
  assert.deepEqual(await watch(await openMarch()).next(), { event: "positions", data: [] });
});

test("[A3] [A10] a crowd that expires is gone in one event", async () => {
  const open = await openMarch();
  for (let i = 0; i < 300; i += 1) await share(open.owner, guest(`p${i}`), SQUARE);
  const { next } = watch(open);
  await next();
  open.timers.advance(LIFETIME_MS - PACE_MS - 10);
  const told = await next();
  // A beat was written while nobody read; what expired comes after it.
  assert.deepEqual(told, { event: "", data: null });
  open.timers.advance(1_000);
  const gone = (await next()) as Told;
  assert.deepEqual(
    gone.data,
    Array.from({ length: 300 }, (_, i) => ({ id: `p${i}`, gone: true })),
  );
});

test("[A3] [A10] an erase is told, and a change that it overtook does not come after it", async () => {
  const open = await openMarch();
  await share(open.owner, guest("ada"), SQUARE);
  const { next } = watch(open);
  await next();
  open.timers.advance(1);
  await share(open.owner, guest("ben"), SQUARE);
  open.timers.advance(1);
  await open.owner.call(guest("anyone"), "erase", await signedErase(open, open.steward));
  assert.deepEqual(await next(), { event: "erased", data: {} });
  assert.deepEqual(await next(), {
    event: "positions",
    data: [
      { id: "ben", gone: true },
      { id: "ada", gone: true },
    ],
  });
});

test("[A3] [A10] a pin that was told between an erase and its flush is told again after the erase", async () => {
  const open = await openMarch();
  await share(open.owner, guest("ada"), SQUARE);
  open.timers.advance(PACE_MS);
  const { next } = watch(open);
  await next();
  // The owner's flush, which tells of the erase, comes after the display has told of `ben`.
  open.timers.advance(PACE_MS - 10);
  await open.owner.call(guest("anyone"), "erase", await signedErase(open, open.steward));
  await share(open.owner, guest("ben"), SQUARE);
  open.timers.advance(10);
  const told = [await next(), await next(), await next()];
  assert.deepEqual(told.at(-2), { event: "erased", data: {} });
  assert.deepEqual(told.at(-1), { event: "positions", data: [pin("ben")] });
});

test("[A10] a display that does not read is told only what is true in the end", async () => {
  const open = await openMarch();
  const { next } = watch(open);
  for (let i = 1; i <= 50; i += 1) {
    await share(open.owner, guest("ada"), placeOf(i, 0));
    open.timers.advance(PACE_MS);
  }
  await next();
  assert.deepEqual(await next(), {
    event: "positions",
    data: [{ id: "ada", contingent: "Tenants", lat: 50, lon: 0 }],
  });
});

test("[A10] a display ends when it may watch no longer, and when it is gone", async () => {
  const open = await openMarch();
  const before = open.timers.waiting;
  const expiring = watch(open, open.timers.now() + 5_000);
  await expiring.next();
  open.timers.advance(4_899);
  assert.equal(expiring.ends(), 0);
  assert.equal(await expiring.next(), "ended");
  const leaving = watch(open);
  await leaving.reader.cancel();
  leaving.display.end();
  assert.deepEqual([expiring.ends(), leaving.ends()], [1, 1]);
  assert.equal(open.timers.waiting, before, "nothing is left behind");
});
