import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { sayKeys } from "./work-keys.ts";

const NAME = "keys";

const timers = () => process.getActiveResourcesInfo().filter((each) => each === "Timeout").length;

type Told = (each: { readonly key: string }) => void;

/** A group of 4 partitions, and what its member says into a list until it is left. */
function working(everyMs: number) {
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  const told = new Map<string, Told>();
  const keys = new Map<string, { readonly isUsable: boolean }>();
  const on = (event: string, listener: Told) => void told.set(event, listener);
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const manner = { slowMs: 0, everyMs, print: say, tell: say };
  const group = { name: NAME, id: "a", keys, on, left } as unknown;
  const over = sayKeys(group as Parameters<typeof sayKeys>[0], 4, manner);
  const own = (numbers: string) => {
    for (const key of numbers) keys.set(key, { isUsable: true });
    for (const key of numbers) told.get("owned")?.({ key });
  };
  const lose = (numbers: string) => {
    for (const key of numbers) keys.delete(key);
    for (const key of numbers) told.get("lost")?.({ key });
  };
  return { said, over, own, lose, leave };
}

test("[N32] partitions that come and go together are told in one line, and how many there are", async () => {
  const { said, over, own, lose, leave } = working(1);
  own("0123");
  while (!said.includes("keys:[0-3; 4 of 4] working away as usual...")) await sleep(1);
  lose("0123");
  await sleep(0);
  leave();
  await over;
  assert.deepEqual(
    said.filter((line) => /^(gained|lost)/.test(line)),
    ["gained 0-3, owns 4 of 4", "lost 0-3, owns 0 of 4"],
  );
});

test("[N32] who left waits for nothing any more", async () => {
  const before = timers();
  const { over, leave } = working(1_000);
  assert.equal(timers(), before + 1);
  leave();
  await setImmediate();
  assert.equal(timers(), before);
  await over;
});

test("[N32] who is out, or owns what it may not act on, says nothing", async () => {
  const group = { name: NAME, id: "a", on: () => () => {}, left: new Promise<void>(() => {}) };
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  const said: string[] = [];
  const print = (line: string) => void said.push(line);
  const manner = { slowMs: 0, everyMs: 1, print, tell: print };
  const stopped = new Map([["0", { isUsable: false }]]);
  const all = [
    { ...group, left, keys: stopped },
    { ...group, left, id: null, keys: new Map() },
  ].map((each) => sayKeys(each as unknown as Parameters<typeof sayKeys>[0], 4, manner));
  leave();
  await Promise.all(all);
  assert.deepEqual(said, []);
});
