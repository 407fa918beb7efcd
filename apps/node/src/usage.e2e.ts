/**
 * Wrong requests to the real command: one line, the right exit code, nothing left.
 */
import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { eventually, muster, processesOf, start } from "./e2e/muster-process.ts";

const folder = mkdtempSync(join(tmpdir(), "muster-usage-"));
const data = join(folder, "data");
const file = join(folder, "file");
const NOBODY = 65_534;
writeFileSync(file, "");

after(() => {
  for (const one of processesOf(folder)) process.kill(one.pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

interface Wrong {
  readonly why: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly code: 1 | 2;
  readonly says: RegExp;
}

const up = (...args: string[]) => ["up", "--port", "0", "--data", data, ...args];
const WRONG: readonly Wrong[] = [
  { why: "an unknown verb", args: ["upp"], code: 2, says: /unknown verb "upp": there are up, / },
  {
    why: "no application",
    args: ["simulate"],
    code: 2,
    says: /"simulate" needs a second word: there is simulate march$/m,
  },
  {
    why: "a flag before which npm wants two dashes",
    args: ["up", "5000"],
    env: { npm_lifecycle_event: "start", npm_config_port: "true" },
    code: 2,
    says: /write npm start -- --port N/,
  },
  {
    why: "an unknown flag",
    args: up("--prot", "1"),
    code: 2,
    says: /Unknown option '--prot': there are --data/,
  },
  { why: "a flag without its value", args: ["up", "--port"], code: 2, says: /--port/ },
  { why: "an extra word", args: up("now"), code: 2, says: /now/ },
  {
    why: "two forms at once",
    args: ["doctor", "--url", "--json", "--data", data],
    code: 2,
    says: /--url prints an address and --json findings/,
  },
  { why: "an absurd port", args: ["up", "--port", "70000"], code: 2, says: /"70000" is no port/ },
  {
    why: "a port in words",
    args: ["up"],
    env: { PORT: "http" },
    code: 2,
    says: /"http" is no port/,
  },
  {
    why: "a strange host",
    args: up("--host", "203.0.113.7"),
    code: 1,
    says: /203\.0\.113\.7 is not an address of this machine/,
  },
  {
    why: "a file as data directory",
    args: ["up", "--port", "0", "--data", file],
    code: 1,
    says: /data directory .*file: it is a file/,
  },
  {
    why: "a data directory where none can be made",
    args: ["up", "--port", "0", "--data", "/proc/nope/data"],
    code: 1,
    says: /data directory .*: nothing can be made there/,
  },
  {
    why: "a data directory below a file",
    args: ["up", "--port", "0", "--data", `${file}/data`],
    code: 1,
    says: /a part of it is a file/,
  },
  {
    why: "a malformed DATABASE_URL",
    args: up(),
    env: { DATABASE_URL: "secret@nowhere" },
    code: 2,
    says: /malformed: write postgres:/,
  },
  {
    why: "another kind of database",
    args: up("--database", "mysql://u:secret@h/d"),
    code: 2,
    says: /begins with "mysql:"/,
  },
  {
    why: "a certificate without its key",
    args: up("--tls-cert", "cert.pem"),
    code: 2,
    says: /belong together: add --tls-key FILE$/m,
  },
  {
    why: "a certificate that is not there",
    args: up("--tls-cert", "/no/cert.pem", "--tls-key", file),
    code: 2,
    says: /--tls-cert: cannot read \/no\/cert\.pem: there is no such file$/m,
  },
  {
    why: "everybody as a server in front",
    args: up("--trusted-proxy", "0.0.0.0/0"),
    code: 2,
    says: /--trusted-proxy: "0\.0\.0\.0\/0" is no network/,
  },
  {
    why: "a doctor with a port in words",
    args: ["doctor", "--port", "http"],
    code: 2,
    says: /"http" is no port/,
  },
  {
    why: "a reset of a database elsewhere",
    args: ["reset", "--database", "postgres://u:secret@h/d"],
    code: 2,
    says: /Unknown option '--database': there are --data, --yes$/m,
  },
  {
    why: "a database where nobody answers",
    args: up("--database", "postgres://u:secret@127.0.0.1:1/d"),
    code: 1,
    says: /u@127\.0\.0\.1:1\/d: no server answers there/,
  },
  {
    why: "a database on an unknown host",
    args: up("--database", "postgres://u:secret@muster.invalid/d"),
    code: 1,
    says: /host/,
  },
  ...["work", "who", "explain", "drain"].map((verb) => ({
    why: `${verb} without a group`,
    args: [verb, "--data", data],
    code: 2 as const,
    says: /^muster: the group is missing: write <group>/,
  })),
  ...[["work"], ["who"], ["explain", "7"], ["drain", "0"]].map(([verb = "", ...more]) => ({
    why: `${verb} of what cannot be a group`,
    args: [verb, "Re/ports", ...more, "--data", data],
    code: 2 as const,
    says: /^muster: "Re\/ports" is no name for a group: 1 to 64 of a-z/,
  })),
  {
    why: "explain without a key",
    args: ["explain", "reports", "--data", data],
    code: 2,
    says: /^muster: the key is missing: write <group> <key>/,
  },
  {
    why: "drain without a member",
    args: ["drain", "reports", "--data", data],
    code: 2,
    says: /^muster: the member is missing/,
  },
  {
    why: "a second group",
    args: ["who", "reports", "more", "--data", data],
    code: 2,
    says: /"more" is one word too many: write <group>$/m,
  },
  {
    why: "a flag of another verb",
    args: ["who", "reports", "--slow", "1"],
    code: 2,
    says: /Unknown option '--slow': there are --data, --database, --json$/m,
  },
  ...["slow", "hang", "crash-after"].map((flag) => ({
    why: `an absurd --${flag}`,
    args: ["work", "reports", "--data", data, `--${flag}`, "3601"],
    code: 2 as const,
    says: new RegExp(`--${flag} "3601": seconds from 0 to 3600 are needed`),
  })),
  {
    why: "no partitions",
    args: ["work", "reports", "--data", data, "--partitions", "0"],
    code: 2,
    says: /--partitions "0": a whole number from 1 to 65536 is needed/,
  },
  {
    why: "a time below zero",
    args: ["work", "reports", "--data", data, "--hang", "-3"],
    code: 2,
    says: /--hang "-3": seconds from 0 to 3600 are needed/,
  },
  {
    why: "an address where a group belongs",
    args: ["who", "postgres://u:secret@127.0.0.1/d"],
    code: 2,
    says: /a database's address comes after --database/,
  },
  {
    why: "a group in a database where nobody answers",
    args: ["work", "reports", "--database", "postgres://u:secret@127.0.0.1:1/d"],
    code: 1,
    says: /u@127\.0\.0\.1:1\/d: no server answers there/,
  },
  {
    why: "a group in a directory that is a file",
    args: ["who", "reports", "--data", file],
    code: 1,
    says: /data directory .*file: it is a file/,
  },
  {
    why: "a reset without an answer",
    args: ["reset", "--data", folder],
    code: 1,
    says: /not only Muster's: it has/,
  },
];

for (const { why, args, env = {}, code, says } of WRONG) {
  test(`[N7] [N8] [N17] [N32] ${why} gets one line and exit code ${code}`, async () => {
    const ended = await muster(args, { env }).ended;
    const complaints = ended.output.trim().split("\n");
    assert.equal(complaints.length, 1, ended.output);
    assert.match(ended.output, says);
    assert.doesNotMatch(ended.output, /secret/);
    assert.equal(ended.code, code);
    assert.deepEqual(processesOf(folder), []);
  });
}

test("[N8] a taken port is named, with the flag that helps", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await eventually(
    () => taken.listening,
    () => "no port",
  );
  const address = taken.address();
  const port = address !== null && typeof address === "object" ? String(address.port) : "";
  const { code, output } = await muster(["up", "--port", port, "--data", data]).ended;
  taken.close();
  assert.equal(code, 1);
  assert.match(output, new RegExp(`^muster: port ${port} of 127.0.0.1 is taken: .*--port N\\n$`));
});

test("[N11] a directory that this user may not use is named", async () => {
  const closed = mkdtempSync(join(folder, "closed-"));
  chmodSync(closed, 0);
  // Root may use every directory, so it becomes somebody else, once the code is loaded.
  const code = `import { prepareDataDirectory } from "./apps/node/src/data-directory.ts";
    if (process.getuid() === 0) process.setuid(${NOBODY});
    await prepareDataDirectory("${closed}").catch((fault) => console.log(fault.code, fault.message));`;
  const { output } = await start([process.execPath, "--input-type=module", "--eval", code]).ended;
  assert.match(
    output,
    /^data_unusable cannot use the data directory .*: this user may not use it; .*\n$/,
  );
});

test("[N22] doctor tells what there is, and changes nothing", async () => {
  const { code, output } = await muster(["doctor", "--port", "0", "--data", join(folder, "none")])
    .ended;
  assert.equal(code, 0, output);
  assert.match(
    output,
    /^muster +\d+\.\d+\.\d+\nnode +v24\..*\ndata .*\(not there yet\)\nrunning +no node\n/,
  );
});
