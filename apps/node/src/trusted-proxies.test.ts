import assert from "node:assert/strict";
import { test } from "node:test";
import { array, assert as check, ipV4, ipV6, oneof, property, string } from "fast-check";
import { noTrustedProxies, parseTrustedProxies } from "./trusted-proxies.ts";

const proxies = parseTrustedProxies("10.0.0.0/8, 192.0.2.7,2001:db8:1::/48");

for (const [peer, forwardedFor, client] of [
  ["198.51.100.7", "203.0.113.9", "198.51.100.7"],
  ["10.1.2.3", "203.0.113.9", "203.0.113.9"],
  ["::ffff:10.1.2.3", "203.0.113.9", "203.0.113.9"],
  ["192.0.2.7", "198.51.100.1, 203.0.113.9", "203.0.113.9"],
  ["192.0.2.8", "203.0.113.9", "192.0.2.8"],
  ["10.1.2.3", "198.51.100.1, 203.0.113.9, 10.0.0.2, 127.0.0.1", "203.0.113.9"],
  ["2001:db8:1:2::1", "2001:db8:2::1", "2001:db8:2::1"],
  ["2001:db8:2::1", "203.0.113.9", "2001:db8:2::1"],
  ["127.0.0.1", "203.0.113.9", "203.0.113.9"],
  ["10.1.2.3", undefined, "10.1.2.3"],
  ["10.1.2.3", "10.0.0.4", "10.1.2.3"],
  ["10.1.2.3", "203.0.113.9, unknown", "10.1.2.3"],
] as const) {
  test(`[N35] ${peer} forwarding for ${forwardedFor} asks for ${client}`, () => {
    assert.equal(proxies.clientOf(peer, forwardedFor), client);
  });
}

test("[N35] where none is named only this machine is believed", () => {
  const none = noTrustedProxies();
  assert.equal(none.named, 0);
  assert.equal(none.clientOf("10.1.2.3", "203.0.113.9"), "10.1.2.3");
  assert.equal(none.clientOf("::1", "203.0.113.9"), "203.0.113.9");
});

test("[N35] whatever a client writes before it, the address that a trusted server saw counts", () => {
  check(
    property(array(oneof(ipV4(), ipV6(), string())), (told) => {
      const header = [...told, "203.0.113.9", "10.0.0.2"].join(",");
      assert.equal(proxies.clientOf("10.1.2.3", header), "203.0.113.9");
    }),
    { numRuns: 200, verbose: true },
  );
});

test("[N35] what is no network, or everybody, is refused", () => {
  const wrong = [
    "",
    "a.example",
    "10.0.0.0/0",
    "::/0",
    "10.0.0.0/33",
    "10.0.0.0/8/8",
    "10.0.0.0/x",
  ];
  for (const text of [...wrong, "10.0.0.1,", "10.0.0.1 10.0.0.2", "10.0.0.0/"]) {
    assert.throws(
      () => parseTrustedProxies(text),
      { code: "usage", message: /is no network/ },
      text,
    );
  }
  const many = Array<string>(17).fill("10.0.0.1").join(",");
  assert.throws(() => parseTrustedProxies(many), { code: "usage", message: /at most 16 networks/ });
});
