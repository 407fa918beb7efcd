import assert from "node:assert/strict";
import { test } from "node:test";
import { parsePasswd, pickOwner } from "./owner.ts";

const users = parsePasswd(
  [
    "root:x:0:0:root:/root:/bin/bash",
    "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin",
    "postgres:x:101:104::/var/lib/postgresql:/bin/bash",
    "ada:x:1000:1000:Ada:/home/ada:/bin/bash",
    "",
  ].join("\n"),
);

test("[N14] root's new database goes to the first of muster, postgres and nobody", () => {
  assert.deepEqual(pickOwner(users, null), { name: "postgres", uid: 101, gid: 104 });
  assert.equal(pickOwner([...users, { name: "muster", uid: 7, gid: 7 }], null)?.name, "muster");
  assert.equal(pickOwner(users.slice(0, 2), null)?.name, "nobody");
});

test("[N14] data that belongs to an ordinary user stays theirs, root's own does not", () => {
  assert.equal(pickOwner(users, 1000)?.name, "ada");
  assert.equal(pickOwner(users, 0)?.name, "postgres");
  assert.equal(pickOwner(users, 4242)?.name, "postgres");
});

test("[N14] root is never chosen, whatever it is called", () => {
  assert.equal(pickOwner([{ name: "postgres", uid: 0, gid: 0 }], 0), null);
});
