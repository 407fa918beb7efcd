import assert from "node:assert/strict";
import { test } from "node:test";
import { addressesOf } from "./addresses.ts";

const bound = (address: string) => ({ address, port: 4000, family: "IPv4" });
const tls = (...names: string[]) => ({ names, covers: (host: string) => names.includes(host) });

test("[N30] with TLS a node is named as its certificate names it", () => {
  const open = addressesOf(bound("0.0.0.0"), "0.0.0.0", tls("a.example", "*.b.example"));
  assert.deepEqual(open, {
    address: "https://a.example:4000",
    addressesOfOthers: ["https://a.example:4000"],
    plainAddress: "http://127.0.0.1:4000",
    isLoopback: false,
  });
  const both = addressesOf(bound("0.0.0.0"), "0.0.0.0", tls("localhost", "a.example"));
  assert.equal(both.address, "https://localhost:4000");
  assert.deepEqual(both.addressesOfOthers, ["https://a.example:4000"]);
  const near = addressesOf(bound("127.0.0.1"), "127.0.0.1", tls("127.0.0.1", "a.example"));
  assert.equal(near.address, "https://127.0.0.1:4000");
  assert.deepEqual([near.addressesOfOthers, near.isLoopback], [[], true]);
});
