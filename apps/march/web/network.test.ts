import assert from "node:assert/strict";
import { test } from "node:test";
import { followNetwork } from "./network.ts";

test("[W74] what the phone says of its network is believed at once, until nobody listens", () => {
  const phone = new EventTarget();
  const done: string[] = [];
  const end = followNetwork(phone, {
    hangUp: () => void done.push("hung up"),
    retry: () => void done.push("dialled"),
  });
  for (const says of ["offline", "online"]) phone.dispatchEvent(new Event(says));
  assert.deepEqual(done, ["hung up", "dialled"]);
  end();
  for (const says of ["offline", "online"]) phone.dispatchEvent(new Event(says));
  assert.equal(done.length, 2);
});
