import assert from "node:assert/strict";
import { test } from "node:test";
import { join, memory } from "@muster/partition";
import { sayKeys } from "./work-keys.ts";

const NAME = "keys";

/** A member that says into a list what it does, until it is left. */
async function working(store = memory()) {
  const group = await join(store, NAME, { partitions: 4 });
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const manner = { slowMs: 0, everyMs: 5, print: say, tell: say };
  const over = sayKeys(group, 4, manner);
  const until = async (line: string) => {
    while (!said.includes(line)) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { group, said, over, until };
}

test("[N32] partitions that come and go together are told in one line, and how many there are", async () => {
  const { group, said, over, until } = await working();
  await until("gained 0-3, owns 4 of 4");
  await until("keys:[0-3; 4 of 4] working away as usual...");
  await group.leave();
  await over;
  assert.deepEqual(
    said.filter((line) => /^(gained|lost)/.test(line)),
    ["gained 0-3, owns 4 of 4", "lost 0-3, owns 0 of 4"],
  );
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
