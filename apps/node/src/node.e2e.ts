/**
 * One node, from the outside: its pages, its health, its claim on a directory.
 */
import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openPool } from "../../../test/postgres.ts";
import {
  eventually,
  findRole,
  muster,
  npmStart,
  processesOf,
  type Started,
  start,
} from "./e2e/muster-process.ts";
import { openEmbedded } from "./embedded/open.ts";

const folder = mkdtempSync(join(tmpdir(), "muster-node-"));

after(() => {
  for (const one of processesOf(folder)) process.kill(one.pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const addressOf = async (node: Started) => (await node.saw(/running: (http:\/\/[^/\s]+)/))[1] ?? "";

async function stop(node: Started): Promise<void> {
  node.child.kill("SIGTERM");
  assert.equal((await node.ended).code, 0, node.output());
}

test("[N10] a second start in the directory says who runs there, and the first goes on", async () => {
  const data = join(folder, "second");
  const first = muster(["up", "--port", "0", "--data", data]);
  const address = await addressOf(first);
  const line = `a node already runs in ${data} (pid ${first.pid}, ${address})`;
  for (const args of [[], ["--database", "postgres://u:p@127.0.0.1:1/d"]]) {
    const second = await muster(["up", "--port", "0", "--data", data, ...args]).ended;
    assert.equal(second.code, 1);
    assert.ok(second.output.includes(line), second.output);
  }
  const refused = await muster(["reset", "--yes", "--data", data]).ended;
  assert.equal(refused.code, 1);
  assert.match(refused.output, /a node already runs/);
  assert.equal((await fetch(`${address}/healthz`)).status, 200);
  const doctor = await muster(["doctor", "--data", data]).ended;
  assert.match(
    doctor.output,
    new RegExp(`running +pid ${first.pid}, ${address}\ndatabase +answers the node`),
  );
  await stop(first);
});

test("[N22] a node that is idle, without a connection, is told as a user of its server", async () => {
  const data = join(folder, "idle");
  const node = muster(["up", "--port", "0", "--data", data]);
  await addressOf(node);
  const { output: url } = await muster(["doctor", "--url", "--data", data]).ended;
  const pool = openPool(url.trim(), "mine");
  // As it lets them go by itself, a while after the last was needed.
  const end = "select pg_terminate_backend(pid, 5000) from pg_stat_activity";
  await pool.query(`${end} where application_name = $1`, [`muster ${node.pid}`]);
  const { output } = await muster(["doctor", "--data", data]).ended;
  assert.match(output, new RegExp(`, used by process ${node.pid}, 1 other connection; ends with`));
  await pool.end();
  await stop(node);
});

test("[N10] what a killed node leaves behind blocks nobody", async () => {
  const data = join(folder, "killed");
  const first = muster(["up", "--port", "0", "--data", data]);
  await addressOf(first);
  first.child.kill("SIGKILL");
  const next = muster(["up", "--port", "0", "--data", data]);
  await addressOf(next);
  await stop(next);
});

test("[N21] /healthz says 200 while the database answers and 503 when it is gone", async () => {
  const server = join(folder, "server");
  const { promise: lost, resolve: onLost } = Promise.withResolvers<unknown>();
  mkdirSync(server);
  const signal = new AbortController().signal;
  const embedded = await openEmbedded(server, { signal, onLost, onProgress: () => {} });
  const data = join(folder, "with-url");
  const node = muster(["up", "--port", "0", "--data", data], {
    env: { DATABASE_URL: embedded.url },
  });
  const address = await addressOf(node);
  assert.doesNotMatch(node.output(), new RegExp(new URL(embedded.url).password));
  const healthy = await fetch(`${address}/healthz`);
  assert.equal(healthy.status, 200);
  assert.equal(((await healthy.json()) as { ok: boolean }).ok, true);
  assert.match(await (await fetch(`${address}/`)).text(), /<h1>Muster<\/h1>/);
  process.kill(findRole("postmaster", server, process.pid), "SIGKILL");
  await lost;
  assert.equal((await fetch(`${address}/healthz`)).status, 503);
  await stop(node);
});

/** A node on a server that can be frozen: stopped by a signal, its connections open. */
async function onFreezable(name: string) {
  const server = join(folder, name);
  mkdirSync(server);
  const signal = new AbortController().signal;
  const embedded = await openEmbedded(server, { signal, onLost: () => {}, onProgress: () => {} });
  const node = muster(["up", "--port", "0", "--data", join(folder, `of-${name}`)], {
    env: { DATABASE_URL: embedded.url },
  });
  const address = await addressOf(node);
  const make = async () => {
    const body = { stewardKey: "A".repeat(43), hours: 1, lifetimeSeconds: 600 };
    const headers = { "content-type": "application/json" };
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    return (await fetch(`${address}/march`, init)).status;
  };
  assert.equal(await make(), 201);
  const freeze = () => {
    const all = processesOf("no folder", findRole("postmaster", server, process.pid));
    for (const { pid } of all) process.kill(pid, "SIGSTOP");
    return () => all.forEach(({ pid }) => process.kill(pid, "SIGCONT"));
  };
  return { embedded, node, address, make, freeze };
}

test("[N21] a server that is stopped, not gone, holds nobody: 503, and on when it goes on", async () => {
  const { embedded, node, address, make, freeze } = await onFreezable("frozen");
  const thaw = freeze();
  try {
    const startedMs = performance.now();
    const made = make();
    assert.equal((await fetch(`${address}/healthz`)).status, 503);
    assert.ok(performance.now() - startedMs < 4_000);
    assert.equal(await made, 503);
    assert.equal(await make(), 503);
    assert.ok(performance.now() - startedMs < 21_000);
  } finally {
    thaw();
  }
  assert.equal(await make(), 201);
  await stop(node);
  await embedded.close();
});

test("[N5] a node stops in time while its server answers nobody", async () => {
  const { embedded, node, address, make, freeze } = await onFreezable("deaf");
  const thaw = freeze();
  try {
    for (let asked = 0; asked < 20; asked += 1) void make().catch(() => undefined);
    await fetch(`${address}/healthz`);
    const startedMs = performance.now();
    await stop(node);
    assert.ok(performance.now() - startedMs < 9_000);
    assert.doesNotMatch(node.output(), /too long|^ +at /m);
  } finally {
    thaw();
  }
  await embedded.close();
});

test("[N17] a wrong password is named without being shown", async () => {
  const server = join(folder, "password");
  const holder = muster(["up", "--port", "0", "--data", server]);
  await addressOf(holder);
  const port = await portOf(server);
  const url = `postgres://muster:verysecret@127.0.0.1:${port}/postgres`;
  const { code, output } = await muster([
    "up",
    "--port",
    "0",
    "--data",
    join(folder, "p2"),
    "--database",
    url,
  ]).ended;
  assert.equal(code, 1);
  assert.match(output, /refuses this user's password/);
  assert.doesNotMatch(output, /verysecret|^\s+at /m);
  await stop(holder);
});

test("[N23] reset deletes what Muster made, and a folder with anything else stays", async () => {
  const data = join(folder, "reset");
  const node = muster(["up", "--port", "0", "--data", data]);
  await addressOf(node);
  await stop(node);
  assert.equal(
    (await muster(["reset", "--data", data]).ended).code,
    2,
    "it asks, and nobody answers",
  );
  writeFileSync(join(data, "mine.txt"), "");
  const refused = await muster(["reset", "--yes", "--data", data]).ended;
  assert.equal(refused.code, 1);
  assert.match(refused.output, /not only Muster's: it has "mine\.txt"/);
  assert.ok(existsSync(join(data, "postgres")));
  rmSync(join(data, "mine.txt"));
  const env = { DATABASE_URL: "postgres://u:s3cret@127.0.0.1:1/d" };
  const { code, output } = await muster(["reset", "--yes", "--data", data], { env }).ended;
  assert.equal(code, 0, output);
  assert.match(
    output,
    /^muster: this deletes .*reset: the embedded database .*, \d+ MB; there is no/,
  );
  assert.match(output, /the database that DATABASE_URL names is not touched/);
  assert.doesNotMatch(output, /s3cret/);
  assert.ok(!existsSync(data));
});

test("[N23] reset empties a directory that is a link, and keeps the link", async () => {
  const data = join(folder, "linked-to");
  const link = join(folder, "link");
  mkdirSync(join(data, "postgres"), { recursive: true });
  symlinkSync(data, link);
  const { code, output } = await muster(["reset", "--yes", "--data", link]).ended;
  assert.equal(code, 0);
  assert.match(output, /there is no way back\ndeleted \S+link\n$/);
  assert.deepEqual(readdirSync(data), []);
});

test("[N11] [N23] reset names a directory that belongs to somebody else", {
  skip: process.getuid?.() !== 0,
}, async () => {
  const data = join(folder, "roots");
  mkdirSync(data, { mode: 0o700 });
  const code = `import { reset } from "./apps/node/src/verbs/reset.ts";
    process.setuid(65534);
    const io = { root: "/", env: {}, signal: AbortSignal.timeout(9000), print: console.log, report: () => {} };
    await reset(["--yes", "--data", "${data}"], io).catch((fault) => console.log(fault.code, fault.message));`;
  const command = [process.execPath, "-C", "@muster/source", "--input-type=module", "--eval", code];
  chmodSync(folder, 0o755);
  const { output } = await start(command).ended;
  assert.match(output, /^data_unusable cannot use .*\/roots: this user may not use it; .*\n$/);
});

test("[N8] a map that is none is refused before anything is started", async () => {
  const data = join(folder, "no-map");
  const ended = await muster(["up", "--port", "0", "--data", data, "--map", "/no/map"]).ended;
  assert.deepEqual([ended.code, ended.output], [2, "muster: cannot read the map file /no/map\n"]);
  assert.ok(!existsSync(data));
});

test("[N30] a node for everybody prints addresses that answer, and what a phone needs", async () => {
  const node = muster(["up", "--port", "0", "--host", "0.0.0.0", "--data", join(folder, "open")]);
  await node.saw(/Stop with Ctrl-C/);
  assert.match(node.output(), /running: http:\/\/127\.0\.0\.1:\d+\/march\n/);
  assert.doesNotMatch(node.output(), /0\.0\.0\.0/);
  for (const [address] of node.output().matchAll(/http:\S+/g)) {
    assert.equal((await fetch(address)).status, 200, address);
  }
  await node.saw(/warning: without HTTPS a phone gives no position/);
  await stop(node);
});

test("[N1] [N5] npm start prints the address and how to stop it, and nothing else but progress", async () => {
  const data = join(folder, "npm");
  const npm = npmStart(["--port", "0", "--data", data]);
  await npm.saw(/Muster is running: http:\/\/127\.0\.0\.1:\d+.*\nStop with Ctrl-C\./);
  assert.match(npm.output(), /muster: creating the database \(after \d+\.\d s\)/);
  process.kill(-npm.pid, "SIGINT");
  await npm.ended;
  await eventually(
    () => processesOf(data).length === 0,
    () => JSON.stringify(processesOf(data)),
  );
});

async function portOf(server: string): Promise<string> {
  const text = await readFile(join(server, "postgres", "data", "postmaster.pid"), "utf8");
  return text.split("\n")[3] ?? "";
}
