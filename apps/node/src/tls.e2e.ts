/** A node with a certificate, from the outside: its pages, its sockets, its figures, its lines. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { WebSocket } from "ws";
import { makeCertificate } from "../test/certificate.ts";
import { muster, processesOf } from "./e2e/muster-process.ts";

const folder = mkdtempSync(join(tmpdir(), "muster-https-"));
const made = makeCertificate(folder, "DNS:localhost,IP:127.0.0.1");
const tls = ["--tls-cert", made.cert, "--tls-key", made.key];
const ca = made.pem.cert;

after(() => {
  for (const one of processesOf(folder)) process.kill(one.pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** The status of an upgrade that a page of `origin` asks for. */
async function upgradeFrom(url: string, origin: string): Promise<number> {
  const socket = new WebSocket(url, { origin, ca });
  const opened = once(socket, "open").then(() => 101);
  const refused = once(socket, "unexpected-response").then(([, answer]) => {
    return (answer as { statusCode: number }).statusCode;
  });
  socket.on("error", () => {});
  const status = await Promise.race([opened, refused]);
  socket.terminate();
  return status;
}

test("[N34] [N35] [M14] a node with a certificate serves everything over TLS, and no line holds an address", async () => {
  const data = join(folder, "data");
  const node = muster(["up", "--port", "0", "--data", data, ...tls]);
  const address = (await node.saw(/running: (https:\/\/127\.0\.0\.1:\d+)\/march\n/))[1] ?? "";
  const plain = address.replace("https", "http");
  const from = { "x-forwarded-for": "203.0.113.9" };
  const asked = await once(
    get(`${address}/march`, { ca, headers: from, agent: false }),
    "response",
  );
  const page = asked[0] as { statusCode: number; headers: Record<string, string>; resume(): void };
  page.resume();
  assert.equal(page.statusCode, 200);
  assert.match(page.headers["strict-transport-security"] ?? "", /^max-age=\d+$/);
  const moved = await fetch(`${plain}/march`, { redirect: "manual" });
  assert.deepEqual([moved.status, moved.headers.get("location")], [308, `${address}/march`]);
  const rooms = `${address.replace("https", "wss")}/rooms`;
  assert.equal(await upgradeFrom(rooms, address), 101);
  assert.equal(await upgradeFrom(rooms, plain), 403);
  assert.equal(await upgradeFrom(rooms, "https://evil.example"), 403);
  const figures = await (await fetch(`${plain}/metrics`)).text();
  assert.match(figures, /^muster_tls_certificate_end_seconds \d+/m);
  const doctor = await muster(["doctor", "--data", data]).ended;
  assert.equal(doctor.code, 0, doctor.output);
  assert.match(doctor.output, /^database +answers the node/m);
  node.child.kill("SIGTERM");
  const { code, output } = await node.ended;
  assert.equal(code, 0);
  assert.doesNotMatch(output, /203\.0\.113\.9|warning: without HTTPS|PRIVATE/);
});

test("[N34] what is no pair is refused before anything is started", async () => {
  const other = makeCertificate(folder, "DNS:localhost", 1);
  const text = join(folder, "text.pem");
  writeFileSync(text, "hello");
  for (const [cert, key, says] of [
    [made.cert, other.key, /^muster: --tls-key: .* is not the key of .*\n$/],
    [text, made.key, /^muster: --tls-cert: .*text.pem holds no certificate in PEM\n$/],
  ] as const) {
    const wrong = ["--tls-cert", cert, "--tls-key", key];
    const { code, output } = await muster(["up", "--port", "0", "--data", "/no/where", ...wrong])
      .ended;
    assert.equal(code, 2, output);
    assert.match(output, says);
  }
});
