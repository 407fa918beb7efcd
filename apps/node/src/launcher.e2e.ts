/**
 * The launcher in bin/: what it installs, with which Node it goes on, and that
 * nothing outlives it. npm is a small script here, which notes when it was called.
 */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { eventually, processesOf, type Started, start } from "./e2e/muster-process.ts";

const folder = mkdtempSync(join(tmpdir(), "muster-launcher-"));
/** What waits for ever when it is broken is given up early. */
const HASTE = { timeout: 15_000 };
const LOCK = { packages: { "node_modules/a": { version: "1.0.0", integrity: "sha512-a" } } };

after(() => {
  for (const one of processesOf(folder)) process.kill(one.pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** A folder with a package-lock.json, and an npm that takes a while and then does `ending`. */
function project(name: string, ending = "finish();"): string {
  const root = join(folder, name);
  mkdirSync(join(root, "npm"), { recursive: true });
  writeFileSync(join(root, "package-lock.json"), JSON.stringify(LOCK));
  const npm = `const { appendFileSync, copyFileSync, mkdirSync } = require("node:fs");
    appendFileSync("calls", process.argv.slice(2, 3) + "\\n");
    console.log("chatter");
    function finish() {
      mkdirSync("node_modules", { recursive: true });
      copyFileSync("package-lock.json", "node_modules/.package-lock.json");
    }
    setTimeout(() => { ${ending} }, 500);`;
  writeFileSync(join(root, "npm", "npm-cli.js"), npm);
  return root;
}

/** Installs what is missing in a project, by the launcher's own code in a process of its own. */
function install(root: string): Started {
  const code = `import { installMissing } from "./bin/install.mjs";
    process.exit((await installMissing("${root}", new AbortController().signal)) ? 0 : 1);`;
  const env = { npm_execpath: join(root, "npm", "npm-cli.js") };
  return start([process.execPath, "--input-type=module", "--eval", code], { env });
}

const callsOf = (root: string) => {
  const path = join(root, "calls");
  return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
};

test("[N2] two simultaneous first starts install once, the next none, a changed lock again", async () => {
  const root = project("two");
  const both = [install(root), install(root)];
  for (const one of both) assert.equal((await one.ended).code, 0, one.output());
  assert.deepEqual(callsOf(root), ["ci"]);
  const again = await install(root).ended;
  assert.deepEqual([again.code, again.output], [0, ""]);
  const newer = { packages: { "node_modules/a": { version: "1.0.1", integrity: "sha512-b" } } };
  writeFileSync(join(root, "package-lock.json"), JSON.stringify(newer));
  assert.equal((await install(root).ended).code, 0);
  assert.deepEqual(callsOf(root), ["ci", "ci"]);
});

test(
  "[N2] a lock that a killed start left behind, its pid in use again, blocks nobody",
  HASTE,
  async () => {
    const root = project("stale");
    mkdirSync(join(root, ".muster"));
    for (const holder of [`${process.pid} 1`, "999999999"]) {
      writeFileSync(join(root, ".muster", "install.lock"), holder);
      rmSync(join(root, "node_modules"), { recursive: true, force: true });
      assert.equal((await install(root).ended).code, 0);
    }
  },
);

/** Takes the lock a few times, and says so when another process is inside; some are killed there. */
const RACER = `import { holdFileLock } from "./bin/file-lock.mjs";
  import { rmSync, writeFileSync } from "node:fs";
  const [, folder, id] = process.argv;
  const options = { signal: new AbortController().signal, onWait: () => {} };
  for (let turn = 0; turn < 5; turn += 1) {
    const release = await holdFileLock(folder + "/lock", options);
    try {
      writeFileSync(folder + "/inside", id, { flag: "wx" });
    } catch { console.log("two inside"); }
    rmSync(folder + "/inside", { force: true });
    if (turn === 2 && id % 3 === 0) process.kill(process.pid, "SIGKILL");
    release();
  }`;

test("[N2] only its holder takes a lock away: a dead one's stays, and is passed by all", async () => {
  const path = join(mkdtempSync(join(folder, "dead-")), "lock");
  writeFileSync(path, "999999999");
  const code = `import { holdFileLock } from "./bin/file-lock.mjs";
    const options = () => ({ signal: AbortSignal.timeout(500), onWait: () => {} });
    const take = () => holdFileLock("${path}", options());
    const release = await take();
    console.log(release !== null, await take());
    release();
    console.log((await take()) !== null);`;
  const { output } = await start([process.execPath, "--input-type=module", "--eval", code]).ended;
  assert.equal(output, "true null\ntrue\n");
  assert.equal(readFileSync(path, "utf8"), "999999999");
});

test("[N2] of many that race for the lock, and are killed while they hold it, one is inside", async () => {
  const root = mkdtempSync(join(folder, "race-"));
  writeFileSync(join(root, "lock"), "999999999");
  const racer = (id: number) =>
    start([process.execPath, "--input-type=module", "--eval", RACER, root, String(id)]);
  const ended = await Promise.all(Array.from({ length: 12 }, (_, id) => racer(id).ended));
  assert.deepEqual(
    ended.map(({ output }) => output),
    ended.map(() => ""),
  );
  assert.equal(ended.filter(({ code }) => code === 0).length, 8);
});

test("[N3] npm is silent when it succeeds and heard when it fails", async () => {
  const good = await install(project("good")).ended;
  assert.match(
    good.output,
    /^muster: installing packages .*\nmuster: packages installed in \d+ s\n$/,
  );
  const bad = await install(project("bad", "process.exit(3)")).ended;
  assert.equal(bad.code, 1);
  assert.match(bad.output, /\nchatter\nmuster: npm ci failed \(exit code 3\)/);
});

test("[N3] npm does not outlive a launcher that is killed", async () => {
  const root = project("killed", "setInterval(() => {}, 1000)");
  const launcher = install(root);
  await eventually(() => callsOf(root).length > 0, launcher.output);
  launcher.child.kill("SIGKILL");
  await eventually(
    () => processesOf(root).length === 0,
    () => JSON.stringify(processesOf(root)),
  );
});

test("[N2] an installation that was cut short is made again, also for the lock before it", async () => {
  const root = project("short");
  assert.equal((await install(root).ended).code, 0);
  const older = readFileSync(join(root, "package-lock.json"), "utf8");
  writeFileSync(join(root, "package-lock.json"), older.replace("1.0.0", "1.0.1"));
  const cut = install(root);
  await eventually(() => callsOf(root).length > 1, cut.output);
  cut.child.kill("SIGKILL");
  await cut.ended;
  writeFileSync(join(root, "package-lock.json"), older);
  assert.equal((await install(root).ended).code, 0);
  assert.equal(callsOf(root).length, 3);
});

test("[N1] without a Node 24 one line says what is needed", async () => {
  const code = `import { findNode24 } from "./bin/find-node.mjs";
    Object.defineProperty(process, "versions", { value: { node: "20.1.0" } });
    console.log(findNode24(".") !== null, findNode24("${folder}"));`;
  const { output } = await start([process.execPath, "--input-type=module", "--eval", code]).ended;
  assert.equal(output, "true null\n");
});

test("[N6] the launcher says that its script was killed", async () => {
  const script = join(folder, "killed.ts");
  writeFileSync(script, `process.kill(process.pid, "SIGKILL"); setTimeout(() => {}, 5000);`);
  const ended = await launch(script).ended;
  assert.deepEqual(ended, {
    code: 1,
    output: "muster: killed.ts was ended by SIGKILL; stopping\n",
  });
});

test("[N5] a script that is asked to stop before it can listen was asked all the same", async () => {
  const script = join(folder, "young.ts");
  writeFileSync(script, `console.log(process.pid); setInterval(() => {}, 99);`);
  for (const whom of ["launcher", "script"] as const) {
    const launcher = launch(script);
    const [pid = ""] = await launcher.saw(/\d+/);
    process.kill(whom === "script" ? Number(pid) : launcher.pid, "SIGTERM");
    const { code, output } = await launcher.ended;
    assert.deepEqual([code, output], [0, `${pid}\n`], whom);
  }
});

test("[N5] a script that does not stop when asked is killed", HASTE, async () => {
  const script = join(folder, "deaf.ts");
  writeFileSync(
    script,
    `process.on("SIGTERM", () => {}); setInterval(() => {}, 99); console.log("on");`,
  );
  const launcher = launch(script);
  await launcher.saw(/on/);
  process.kill(launcher.pid, "SIGTERM");
  assert.equal((await launcher.ended).code, 137);
});

test("[N1] arguments, flags and the exit code go through", async () => {
  const script = join(folder, "through.ts");
  writeFileSync(
    script,
    `const a: string[] = process.argv.slice(2); console.log(process.version, a); process.exit(7);`,
  );
  const { code, output } = await launch(script, ["a b", "--c"]).ended;
  assert.equal(code, 7);
  assert.match(output, /^v24\..* \[ 'a b', '--c' \]\n$/);
});

function launch(script: string, args: readonly string[] = []): Started {
  const code = `import { launch } from "./bin/launch.mjs";
    process.exitCode = await launch("${script}", ${JSON.stringify(args)});`;
  return start([process.execPath, "--input-type=module", "--eval", code]);
}
