import assert from "node:assert/strict";
import { test } from "node:test";
import { run } from "./cli.ts";
import type { Io } from "./io.ts";
import { VERBS } from "./verbs.ts";

function terminal(env: Io["env"] = {}): {
  readonly io: Io;
  readonly printed: string[];
  readonly reported: string[];
} {
  const printed: string[] = [];
  const reported: string[] = [];
  const io: Io = {
    root: "/",
    env,
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

test("[N17] an address in the place of a verb is not repeated with its password", async () => {
  const address = "postgres://u:s3cret@h/d";
  for (const args of [[address], ["help", address], ["bench", address], [address, "--help"]]) {
    const { io, reported } = terminal();
    assert.equal(await run(args, io), 2);
    assert.match(reported.join("\n"), /"(bench )?postgres:\/\/…@h\/d"/);
  }
});

test("[N7] help lists every verb, and each verb's help the flags that it takes", async () => {
  const all = terminal();
  assert.equal(await run([], all.io), 0);
  for (const { name, flags } of VERBS) {
    assert.ok(
      all.printed.some((line) => line.startsWith(`  ${name} `)),
      name,
    );
    const words = name.split(" ");
    const [after, before] = [terminal(), terminal()];
    assert.equal(await run([...words, "--help"], after.io), 0);
    assert.equal(await run(["help", ...words], before.io), 0);
    assert.deepEqual(after.printed, before.printed);
    const told = flags.map(([flag]) => flag.split(" ", 1)[0] ?? "");
    assert.deepEqual(told.toSorted(), (await flagsOf(words)).toSorted(), name);
    for (const [flag, text] of flags) {
      // Apart from what it means, however long it is.
      const row = after.printed.find((line) => line.startsWith(`  ${flag}  `));
      assert.ok(row?.endsWith(`  ${text}`), flag);
    }
  }
});

/** As the complaint about an unknown flag names them; `version` takes none. */
async function flagsOf(words: readonly string[]): Promise<readonly string[]> {
  const { io, reported } = terminal();
  if (words[0] === "version") return [];
  assert.equal(await run([...words, "--frob"], io), 2);
  return /there are (.*)$/.exec(reported[0] ?? "")?.[1]?.split(", ") ?? [];
}

test("[N7] help for a verb that there is not is a request written wrongly", async () => {
  for (const args of [
    ["help", "frob"],
    ["frob", "--help"],
    ["help", "bench", "frob"],
  ]) {
    const { io, printed, reported } = terminal();
    assert.equal(await run(args, io), 2);
    assert.deepEqual(printed, []);
    assert.match(reported.join("\n"), /^(unknown verb "frob": |"bench" needs )[^\n]+$/);
  }
  const left = terminal();
  assert.equal(await run(["help", "bench", "march", "now"], left.io), 2);
  assert.deepEqual(left.printed, []);
  assert.match(left.reported.join("\n"), /^"now" is a word too many: [^\n]+$/);
  // Where help is only asked for beside a request, the rest of the request does not matter.
  assert.equal(await run(["up", "--port", "1", "--help"], terminal().io), 0);
});

test("[N7] simulate and bench without a second word say which there are", async () => {
  for (const word of ["simulate", "bench"]) {
    for (const more of [[], ["--json"], ["walk"]]) {
      const { io, reported } = terminal();
      assert.equal(await run([word, ...more], io), 2);
      assert.match(reported.join("\n"), new RegExp(`^"${word}" needs .*: there is ${word} march`));
    }
    const { io, printed } = terminal();
    assert.equal(await run([word, "--help"], io), 0);
    assert.equal(printed[0], `muster ${word} march [flags]`);
  }
});

test("[N7] a flag that npm took for its own is refused, with how to write it", async () => {
  const { io, reported } = terminal({ npm_lifecycle_event: "start", npm_config_port: "true" });
  assert.equal(await run(["up", "5000"], io), 2);
  assert.deepEqual(reported, ["npm kept a flag for itself: write npm start -- --port N"]);
});
