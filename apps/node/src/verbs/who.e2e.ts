/** The verbs that look on: `who`, `explain` and `drain`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { join as joinGroup, postgres } from "@muster/partition";
import { openPool } from "../../../../test/postgres.ts";
import { data, dataDirectory, ended, joined, settled, work } from "../e2e/group-workers.ts";
import { eventually, muster } from "../e2e/muster-process.ts";
import { openEmbedded } from "../embedded/open.ts";

const explain = (key: string) => muster(["explain", "shards", key, ...data]).ended;

test("[N32] who tells the members, and drain asks one to leave", async () => {
  const two = [work("seen"), work("seen")];
  await settled(two);
  const { output, code } = await muster(["who", "seen", ...data]).ended;
  assert.equal(code, 0, output);
  assert.match(output, /^\[0\/2\] +[0-9a-f-]{36} +\S+:\d+ +0 keys, heard of \d\.\d s ago$/m);
  const json = await muster(["who", "seen", "--json", ...data]).ended;
  const members = JSON.parse(json.output) as readonly { readonly index: number }[];
  assert.deepEqual(
    members.map(({ index }) => index),
    [0, 1],
  );
  const asked = await muster(["drain", "seen", "1", ...data]).ended;
  assert.match(asked.output, /^member [0-9a-f-]{36} is asked to hand over and leave$/m);
  const gone = await Promise.race(two.map(async (each) => (await each.ended, each)));
  assert.equal((await gone.ended).code, 0);
  assert.match(gone.output(), /^muster: [\d:.]+ asked to leave \(muster drain\): left the group$/m);
  const rest = two.filter((each) => each !== gone);
  await settled(rest);
  const nobody = await muster(["drain", "seen", "9", ...data]).ended;
  assert.equal(nobody.code, 1);
  assert.match(nobody.output, /^muster: group seen has no member 9: see muster who seen$/m);
  await ended(...rest);
  const empty = await muster(["who", "seen", ...data]).ended;
  assert.match(empty.output, /^nobody is in the group seen now$/m);
});

test("[N32] a group that nobody has ever joined is said to be none", async () => {
  const worker = work("known");
  await joined(worker);
  const [who, explained, drained] = await Promise.all(
    [
      ["who", "nope"],
      ["explain", "nope", "0"],
      ["drain", "nope", "0"],
    ].map((command) => muster([...command, ...data]).ended),
  );
  assert.equal(who?.output, "nobody has ever joined the group nope\n");
  for (const refused of [explained, drained]) {
    assert.equal(refused?.output, "muster: nobody has ever joined the group nope\n");
  }
  assert.deepEqual([who?.code, explained?.code, drained?.code], [0, 1, 1]);
  await ended(worker);
});

test("[N32] explain tells who owns a key and why, or that it is free", async () => {
  await using opened = new AsyncDisposableStack();
  const server = await openEmbedded(dataDirectory, {
    signal: new AbortController().signal,
    onLost: (fault) => assert.fail(fault),
    onProgress: () => {},
  });
  opened.defer(() => server.close());
  const pool = openPool(server.url);
  opened.defer(() => pool.end());
  const group = await joinGroup(postgres(pool), "shards", { partitions: 4, label: "by hand" });
  opened.use(group);
  await eventually(
    () => group.keys.size === 4,
    () => `${group.keys.size} keys`,
  );
  await group.claim("room/7");
  const owned = await explain("2");
  assert.equal(owned.code, 0, owned.output);
  assert.match(owned.output, new RegExp(`2 is owned by ${group.id} \\(by hand\\), \\[0/1\\]`));
  assert.match(owned.output, /last claimed \d+\.\d s ago: claim \d+ of timeline 1$/m);
  assert.match(owned.output, /each of the 1 members owns 4 of 4/);
  assert.match((await explain("room/7")).output, /a name stays until its owner releases it/);
  const nothing = await explain("7");
  assert.equal(nothing.code, 1);
  assert.match(nothing.output, /^muster: group shards has no key 7: /m);
  await group.leave();
  assert.match((await explain("2")).output, /^2 is free/m);
});
