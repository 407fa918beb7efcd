import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { folderFor, makeCertificate } from "../test/certificate.ts";
import { readTlsPair } from "./tls-pair.ts";
import { TlsWatch, warningOf } from "./tls-watch.ts";

const DAY_MS = 86_400_000;

test("[N34] a pair is read with the hosts that it is for", async (context) => {
  const made = makeCertificate(folderFor(context), "DNS:a.example,DNS:*.b.example,IP:127.0.0.1");
  const pair = await readTlsPair(made, Date.now());
  assert.deepEqual(pair.names, ["a.example", "*.b.example", "127.0.0.1"]);
  for (const host of ["a.example", "x.b.example", "127.0.0.1"]) assert.ok(pair.covers(host), host);
  for (const host of ["b.example", "127.0.0.2", "c.example"]) assert.ok(!pair.covers(host), host);
  const inDays = (pair.endsMs - Date.now()) / DAY_MS;
  assert.ok(inDays > 29 && inDays < 31, String(inDays));
});

test("[N34] a pair that cannot be used is refused in one line, without what is in it", async (context) => {
  const folder = folderFor(context);
  const [made, other, bare] = [
    makeCertificate(folder, "DNS:a.example"),
    makeCertificate(folder, "DNS:a.example"),
    makeCertificate(folder, ""),
  ];
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const locked = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n";
  const wrong = [
    [{ ...made, cert: "/no/cert.pem" }, "usage", /^--tls-cert: cannot read \/no\/cert.pem: there/],
    [{ ...made, key: folder }, "usage", /^--tls-key: cannot read .*: it is a directory$/],
    [{ ...made, cert: file("text", "hello") }, "usage", /holds no certificate in PEM$/],
    [{ ...made, cert: made.key }, "usage", /holds no certificate in PEM$/],
    [{ ...made, key: made.cert }, "usage", /holds no private key in PEM$/],
    [{ ...made, key: file("locked", locked) }, "usage", /asks for a passphrase; give one without$/],
    [{ ...made, key: other.key }, "usage", /is not the key of the first certificate in /],
    [{ ...made, cert: file("big", "x".repeat(300_000)) }, "usage", /has more than 256 kB$/],
    [bare, "usage", /names no host \(subjectAltName\)$/],
  ] as const;
  for (const [paths, code, message] of wrong) {
    await assert.rejects(readTlsPair(paths, Date.now()), (fault: Error & { code?: string }) => {
      assert.equal(fault.code, code);
      assert.match(fault.message, message);
      assert.doesNotMatch(fault.message, /\n|BEGIN/);
      return true;
    });
  }
});

test("[N34] a certificate that has ended, or does not hold yet, is refused with its day", async (context) => {
  const made = makeCertificate(folderFor(context), "DNS:a.example", 3);
  const later = readTlsPair(made, Date.now() + 4 * DAY_MS);
  await assert.rejects(later, { code: "tls_unusable", message: /ended on \d{4}-\d\d-\d\d: renew/ });
  const earlier = readTlsPair(made, Date.now() - DAY_MS);
  await assert.rejects(earlier, { code: "tls_unusable", message: /only: check this machine's cl/ });
});

test("[N34] a renewal is used; one that is wrong leaves the old one, and is told once", async (context) => {
  const folder = folderFor(context);
  const files = makeCertificate(folder, "DNS:a.example");
  const next = makeCertificate(folder, "DNS:b.example", 60);
  const used: string[] = [];
  const said: string[] = [];
  const watch = new TlsWatch({
    paths: files,
    pair: await readTlsPair(files, Date.now()),
    use: ({ names }) => used.push(...names),
    report: (line) => said.push(line),
    now: () => Date.now(),
  });
  await watch.look();
  writeFileSync(files.cert, next.pem.cert);
  await watch.look();
  assert.deepEqual([used, said], [[], []], "half written, it may become right");
  for (let looks = 0; looks < 3; looks += 1) await watch.look();
  assert.equal(said.length, 1);
  assert.match(said[0] ?? "", /is not the key of .*; the certificate that was read before stays/);
  writeFileSync(files.key, next.pem.key);
  await watch.look();
  await watch.look();
  assert.deepEqual(used, ["b.example"]);
  assert.match(said.slice(1).join("\n"), /^a new certificate is in use, until \d{4}-\d\d-\d\d$/);
});

test("[N34] that a certificate ends is told two weeks before, and again when it has", async (context) => {
  const files = makeCertificate(folderFor(context), "DNS:a.example", 30);
  const pair = await readTlsPair(files, Date.now());
  let nowMs = pair.endsMs - 15 * DAY_MS;
  assert.equal(warningOf(pair, nowMs), null);
  const said: string[] = [];
  const report = (line: string) => said.push(line);
  const watch = new TlsWatch({ paths: files, pair, use: () => {}, report, now: () => nowMs });
  for (nowMs of [nowMs, pair.endsMs - 13 * DAY_MS, pair.endsMs - DAY_MS]) await watch.look();
  assert.equal(said.length, 1);
  assert.match(said[0] ?? "", /^warning: the certificate ends on /);
  nowMs = pair.endsMs + 1;
  await watch.look();
  await watch.look();
  assert.equal(said.filter((line) => line.includes("has ended, and phones refuse it")).length, 1);
});
