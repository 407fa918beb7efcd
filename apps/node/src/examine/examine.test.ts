import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { folderFor, makeCertificate } from "../../test/certificate.ts";
import type { NodeConfig } from "../config.ts";
import { noTrustedProxies, parseTrustedProxies } from "../trusted-proxies.ts";
import { judgeClock } from "./database.ts";
import { examineMap, examineTls } from "./files.ts";
import { linesOf } from "./finding.ts";
import { examineDirectory, examineDisk, examinePort, judgeDisk } from "./machine.ts";

const CONFIG: NodeConfig = {
  host: "127.0.0.1",
  port: 0,
  dataDirectory: "/data",
  databaseUrl: null,
  mapPath: null,
  tlsPaths: null,
  proxies: noTrustedProxies(),
};

test("[N22] a line says what is wrong, and further lines stand below it", () => {
  const finding = { name: "disk", state: "wrong", found: "full\nmake room" } as const;
  assert.equal(linesOf(finding), "disk       WRONG: full\n           make room");
});

test("[N22] the doctor names a directory that is a file, and one that can be made", async (context) => {
  const folder = folderFor(context);
  const file = join(folder, "file");
  writeFileSync(file, "");
  const missing = await examineDirectory(join(folder, "a/b"));
  assert.deepEqual([missing.state, missing.found], ["ok", `${folder}/a/b (not there yet)`]);
  assert.equal((await examineDirectory(folder)).found, folder);
  for (const path of [file, join(file, "below")]) {
    const { state, found } = await examineDirectory(path);
    assert.deepEqual(
      [state, /cannot use the data directory .* file; /.test(found)],
      ["wrong", true],
    );
  }
});

test("[N22] the doctor judges the room on the disk", async (context) => {
  const states = [1_500, 1_499, 200, 199].map((free) => judgeDisk(free).state);
  assert.deepEqual(states, ["ok", "warning", "warning", "wrong"]);
  assert.match((await examineDisk(join(folderFor(context), "a/b"))).found, /^\d+ MB free/);
});

test("[N22] the doctor names a port that is taken, unless by this directory's node", async (context) => {
  const taken = createServer().listen(0, "127.0.0.1");
  context.after(() => taken.close());
  await once(taken, "listening");
  const address = taken.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  const found = await examinePort({ ...CONFIG, port }, null);
  assert.deepEqual([found.state, /is taken: stop what/.test(found.found)], ["wrong", true]);
  const node = { pid: 7, address: "https://a.example", plainAddress: "http://127.0.0.1:1" };
  assert.equal((await examinePort({ ...CONFIG, port }, node)).state, "ok");
  assert.equal((await examinePort(CONFIG, null)).state, "ok");
});

test("[N22] a clock is off when both sides of the answer say so", () => {
  for (const [before, after, state, says] of [
    [40, -40, "ok", /agrees/],
    [9_000, -9_000, "ok", /agrees/],
    [1_950, 1_900, "ok", /agrees/],
    [60_100, 60_000, "wrong", /is 60 s ahead of this machine's: let both follow a time server/],
    [-60_000, -60_100, "wrong", /is 60 s behind this/],
  ] as const) {
    const clock = judgeClock(before, after);
    assert.equal(clock.state, state);
    assert.match(clock.found, says);
  }
});

test("[N22] [N34] the doctor reads the certificate and the map as a node would", async (context) => {
  const made = makeCertificate(folderFor(context), "DNS:a.example", 30);
  const config = { ...CONFIG, tlsPaths: made };
  const day = 86_400_000;
  for (const [days, state] of [
    [0, "ok"],
    [20, "warning"],
    [31, "wrong"],
  ] as const) {
    assert.equal((await examineTls(config, Date.now() + days * day)).state, state);
  }
  assert.equal((await examineTls(CONFIG, 0)).state, "ok");
  assert.equal((await examineTls({ ...CONFIG, host: "0.0.0.0" }, 0)).state, "warning");
  const proxies = parseTrustedProxies("10.0.0.1");
  assert.equal((await examineTls({ ...CONFIG, host: "0.0.0.0", proxies }, 0)).state, "ok");
  assert.equal((await examineMap(null)).state, "ok");
  assert.equal((await examineMap("/no/map")).state, "wrong");
});
