import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf } from "./address.ts";

for (const [peer, forwardedFor, address] of [
  ["192.0.2.1", undefined, "192.0.2.1"],
  ["::ffff:192.0.2.1", undefined, "192.0.2.1"],
  ["192.0.2.1", "198.51.100.7", "192.0.2.1"],
  ["127.0.0.1", undefined, null],
  ["::1", "", null],
  ["::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7"],
  ["127.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"],
  ["127.0.0.1", "x".repeat(99), "x".repeat(64)],
  ["2001:db8:1:2:3:4:5:6", undefined, "2001:db8:1:2"],
  ["2001:db8::1", undefined, "2001:db8:0:0"],
  ["2001:db8:1:2::1", undefined, "2001:db8:1:2"],
  ["::1", "2001:db8::7", "2001:db8:0:0"],
] as const) {
  test(`[A13] ${peer} forwarding for ${forwardedFor?.slice(0, 30)} is counted as such`, () => {
    assert.equal(addressOf(peer, forwardedFor), address);
  });
}
