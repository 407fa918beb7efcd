import { test } from "node:test";
import { caught, testNamed } from "./bad-example.ts";
import { documentsAreShort, documentsNameRealFiles } from "./documents.ts";
import { everyNamedRuleIsStated, everyRuleHasATest, everyRuleIsStatedOnce } from "./spec.ts";
import { lockNamesNoRegistry, versionsAreExact } from "./versions.ts";

test("[H11] a rule that no test names is found", () => {
  const texts = {
    "docs/spec/room.md": "- **M1** a\n- **M2** b\n- **M3** c\n",
    "packages/rooms/src/a.test.ts": `${testNamed("[M1]")}// ${testNamed("[M2]")}`,
    "packages/rooms/src/a.e2e.ts": testNamed("[M1] [M3]"),
    "packages/rooms/src/b.ts": testNamed("[M2]"),
  };
  caught(everyRuleHasATest, texts, ["docs/spec/room.md: M2 has no test"]);
});

test("[H12] a test of a rule that is not written is found", () => {
  const texts = {
    "docs/spec/room.md": "- **M1** a\n and - **M2** inside a line\n",
    "packages/rooms/src/a.test.ts": testNamed("[M1] [M2]"),
  };
  caught(everyNamedRuleIsStated, texts, [
    "packages/rooms/src/a.test.ts: tests M2, which docs/spec does not state",
  ]);
});

test("[H13] one id is one rule", () => {
  const texts = { "docs/spec/a.md": "- **M1** a\n", "docs/spec/b.md": "- **M1** b\n" };
  caught(everyRuleIsStatedOnce, texts, ["docs/spec/a.md, docs/spec/b.md: M1 more than once"]);
});

test("[H14] a document that names a file which is gone is found", () => {
  const texts = {
    "README.md": "`docs/gone.md` `docs/a.md` `docs/` `docs/*.md` `bin/*.md` `npm test`\n",
    "docs/a.md": "",
  };
  caught(documentsNameRealFiles, texts, [
    "README.md: docs/gone.md does not exist",
    "README.md: bin/*.md does not exist",
  ]);
});

test("[H14] a link and a picture of what is gone are found, other places are not looked at", () => {
  const texts = {
    "README.md": "[a](docs/a.md#there) ![b](docs/gone.png) [c](https://example.org/x)\n",
    "docs/a.md": "[up](../README.md) [here](#here) [away](gone.md)\n",
  };
  caught(documentsNameRealFiles, texts, [
    "README.md: docs/gone.png does not exist",
    "docs/a.md: docs/gone.md does not exist",
  ]);
});

test("[H15] the README has at most 120 lines, a decision 40", () => {
  const texts = {
    "README.md": "\n".repeat(121),
    "docs/decisions/0001-a.md": "\n".repeat(41),
    "docs/decisions/0002-b.md": "\n".repeat(40),
    "docs/spec/long.md": "\n".repeat(500),
  };
  caught(documentsAreShort, texts, [
    "README.md: 121 lines, at most 120",
    "docs/decisions/0001-a.md: 41 lines, at most 40",
  ]);
});

test("[H16] a version that is a range is refused", () => {
  const texts = {
    "package.json": '{"devDependencies":{"a":"^1.0.0","b":"1.0.0","c":"18.4.0-beta.17"}}',
    "apps/node/package.json": '{"dependencies":{"d":"~1.0.0"},"optionalDependencies":{"e":"*"}}',
  };
  caught(versionsAreExact, texts, [
    "./package.json: a ^1.0.0 is not exact",
    "apps/node/package.json: d ~1.0.0 is not exact",
    "apps/node/package.json: e * is not exact",
  ]);
});

test("[H17] a lock that names a registry is refused", () => {
  const address = '"resolved": "https://example.org/a.tgz"';
  const texts = { "package-lock.json": `{${address}, "url": "https://example.org/fund"}` };
  caught(lockNamesNoRegistry, texts, [`package-lock.json: ${address}`]);
});
