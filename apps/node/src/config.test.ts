import assert from "node:assert/strict";
import { test } from "node:test";
import {
  parseCount,
  parseFlags,
  parsePort,
  parseSeconds,
  parseWords,
  readNodeConfig,
} from "./config.ts";
import type { Io } from "./io.ts";

const io = (env: Io["env"]): Io => ({
  root: "/repository",
  env,
  signal: new AbortController().signal,
  print: () => {},
  report: () => {},
  ask: async () => null,
});

test("[N8] flags stand over the environment, the environment over the defaults", () => {
  const bare = readNodeConfig([], io({ PORT: "", DATABASE_URL: "" }));
  assert.deepEqual(
    [bare.host, bare.port, bare.dataDirectory],
    ["127.0.0.1", 4000, "/repository/.muster"],
  );
  assert.equal(bare.databaseUrl, null);
  const env = { PORT: "5000", HOST: "0.0.0.0", DATABASE_URL: "postgres://e/d" };
  const set = readNodeConfig([], io(env));
  assert.deepEqual([set.host, set.port, set.databaseUrl], ["0.0.0.0", 5000, "postgres://e/d"]);
  const args = [
    "--port",
    "0",
    "--host",
    "::1",
    "--database",
    "postgres://f/d",
    "--data",
    "/elsewhere",
  ];
  const asked = readNodeConfig(args, io(env));
  assert.deepEqual([asked.host, asked.port, asked.databaseUrl], ["::1", 0, "postgres://f/d"]);
  assert.equal(asked.dataDirectory, "/elsewhere");
});

test("[N8] a certificate and its key come together, from flags or the environment", () => {
  const env = { TLS_CERT: "/a/cert.pem", TLS_KEY: "/a/key.pem", TRUSTED_PROXY: "10.0.0.0/8" };
  const bare = readNodeConfig([], io({ TLS_CERT: "", TLS_KEY: "", TRUSTED_PROXY: "" }));
  assert.deepEqual([bare.tlsPaths, bare.proxies.named], [null, 0]);
  const asked = readNodeConfig(["--tls-key", "/b/key.pem"], io(env));
  assert.deepEqual(asked.tlsPaths, { cert: "/a/cert.pem", key: "/b/key.pem" });
  assert.equal(asked.proxies.named, 1);
  const wrong = [
    [["--tls-cert", "/a"], {}, /belong together: add --tls-key FILE$/],
    [[], { TLS_KEY: "/a" }, /belong together: add --tls-cert FILE$/],
    [["--tls-cert="], env, /^--tls-cert needs the path/],
    [["--trusted-proxy="], env, /^--trusted-proxy: "" is no network/],
  ] as const;
  for (const [args, settings, message] of wrong) {
    assert.throws(() => readNodeConfig(args, io(settings)), { code: "usage", message });
  }
});

test("[N8] an empty host is refused: it would be every address of the machine", () => {
  const complaint = { code: "usage", message: /^--host needs an address/ };
  for (const args of [["--host="], ["--host", " "]]) {
    assert.throws(() => readNodeConfig(args, io({ HOST: "127.0.0.1" })), complaint);
  }
  assert.equal(readNodeConfig([], io({ HOST: "" })).host, "127.0.0.1");
});

test("[N17] an address without its flag is not repeated with its password", () => {
  const complaint = { code: "usage", message: /'postgres:\/\/…@h\/d'/ };
  assert.throws(() => readNodeConfig(["postgres://u:s3.\u0020cret@h/d"], io({})), complaint);
});

test("[N8] a port is a whole number from 0 to 65535", () => {
  assert.equal(parsePort("65535"), 65_535);
  for (const text of ["65536", "-1", "1e3", "80.5", "", " 80", "0x50", "99999999"]) {
    assert.throws(() => parsePort(text), { code: "usage" }, text);
  }
});

test("[N32] words are asked for by name, and flags may stand before or after them", () => {
  const options = { json: { type: "boolean" } } as const;
  const parse = (...args: string[]) => parseWords(args, ["group", "key"], options);
  for (const args of [
    ["reports", "7", "--json"],
    ["--json", "reports", "7"],
  ]) {
    const { words, flags } = parse(...args);
    assert.deepEqual([words.group, words.key, flags.json], ["reports", "7", true]);
  }
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /^the group is missing: write <group> <key>/],
    [["reports"], /^the key is missing/],
    [["reports", "7", "8"], /^"8" is one word too many/],
    [["reports", "7", "--jsn"], /'--jsn': there are --json$/],
    [["reports", "7", "-j"], /'-j': there are --json$/],
    [["postgres://u:secret@h/d"], /^a database's address comes after --database$/],
  ];
  for (const [args, message] of wrong) {
    assert.throws(() => parse(...args), { code: "usage", message });
  }
});

test("[N7] a number below zero is taken for one, not for a flag", () => {
  const options = { hang: { type: "string" } } as const;
  const { words, flags } = parseWords(
    ["reports", "-1", "--hang", "-3"],
    ["group", "member"],
    options,
  );
  assert.deepEqual([words.member, flags.hang], ["-1", "-3"]);
  assert.equal(parseFlags(["--hang=-3"], options).hang, "-3");
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [["-1"], /^Unexpected argument '-1'/],
    [["--hang", "-f"], /^--hang is without its value: there are --hang$/],
    [["--hang"], /^--hang is without its value: there are --hang$/],
  ];
  for (const [args, message] of wrong) {
    assert.throws(() => parseFlags(args, options), { code: "usage", message });
  }
});

test("[N32] a number of partitions is whole, from 1 to 65536", () => {
  assert.equal(parseCount("partitions", undefined, 65_536), null);
  assert.equal(parseCount("partitions", "1", 65_536), 1);
  assert.equal(parseCount("partitions", "65536", 65_536), 65_536);
  const message = /^--partitions ".*": a whole number from 1 to 65536 is needed$/;
  for (const text of ["0", "-1", "65537", "1e3", "1.5", "", " 1", "99999999"]) {
    assert.throws(() => parseCount("partitions", text, 65_536), { code: "usage", message }, text);
  }
});

test("[N32] a time is given in seconds, from 0 to an hour", () => {
  assert.equal(parseSeconds("slow", undefined), null);
  assert.equal(parseSeconds("slow", "0"), 0);
  assert.equal(parseSeconds("slow", "0.25"), 250);
  assert.equal(parseSeconds("slow", "3600"), 3_600_000);
  for (const text of ["3600.1", "-1", "1e2", "", " 1", "1s", "99999999"]) {
    assert.throws(() => parseSeconds("slow", text), { code: "usage" }, text);
  }
});
