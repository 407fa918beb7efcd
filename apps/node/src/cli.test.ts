import assert from "node:assert/strict";
import { test } from "node:test";
import { run } from "./cli.ts";
import type { Io } from "./io.ts";
import { VERBS } from "./verbs.ts";

function terminal(): { readonly io: Io; readonly printed: string[]; readonly reported: string[] } {
  const printed: string[] = [];
  const reported: string[] = [];
  const io: Io = {
    root: "/",
    env: {},
    signal: new AbortController().signal,
    print: (line) => printed.push(line),
    report: (line) => reported.push(line),
    ask: async () => null,
  };
  return { io, printed, reported };
}

test("[N7] an unknown verb is named, with those that there are", async () => {
  const { io, reported } = terminal();
  assert.equal(await run(["march", "up"], io), 2);
  assert.deepEqual(reported.length, 1);
  assert.match(reported[0] ?? "", /"march": there are up, doctor, reset/);
});

test("[N7] every verb has its help, and help alone lists them all", async () => {
  const all = terminal();
  assert.equal(await run([], all.io), 0);
  for (const { name } of VERBS) {
    assert.ok(
      all.printed.some((line) => line.startsWith(`muster ${name}`)),
      name,
    );
    const one = terminal();
    assert.equal(await run([...name.split(" "), "--help"], one.io), 0);
    assert.equal(one.printed.length, 2);
  }
});
