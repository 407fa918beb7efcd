/** Runs the blocks of docs/march-api.md as one script, as who reads it would. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { temporaryFolder } from "../../../../test/temporary-folder.ts";
import { openNode, type TestNode } from "../../test/fake-node.ts";

const DOCUMENT = new URL("../../../../docs/march-api.md", import.meta.url);
/** What the document uses of curl, for a machine without it: a real one is found first. */
const CURL = `#!/usr/bin/env node
const { parseArgs } = require("node:util");
const is = (type, short, multiple = false) => ({ type, short, multiple });
const silent = { silent: is("boolean", "s"), "show-error": is("boolean", "S") };
const sent = { request: is("string", "X"), header: is("string", "H", true), data: is("string", "d") };
const { values, positionals } = parseArgs({ options: { ...silent, ...sent }, allowPositionals: true });
const headers = values.header.map((line) => line.split(": "));
fetch(positionals[0], { method: values.request, headers, body: values.data })
  .then((answer) => answer.text())
  .then((text) => process.stdout.write(text));
`;
let node: TestNode;

before(async () => {
  node = await openNode();
});
after(() => node.close());

function script(): string {
  const text = readFileSync(DOCUMENT, "utf8");
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block).join("\n");
}

test("[A9] [A11] the walk-through does what it says", async (t) => {
  const cwd = temporaryFolder(t, { "walk.sh": script(), "bin/curl": CURL });
  chmodSync(join(cwd, "bin", "curl"), 0o700);
  const path = [dirname(process.execPath), process.env["PATH"], join(cwd, "bin")].join(delimiter);
  const env = { PATH: path, NODE: node.url };
  const { stdout, stderr } = await promisify(execFile)("sh", ["-eu", "walk.sh"], { cwd, env });
  assert.equal(stderr, "");
  assert.deepEqual(stdout.trim().split("\n"), [
    "Ben sees 1 at 40.7074",
    "News since: []",
    "The exit is unconfirmed",
    '{"msg":"Alert withdrawn."}',
    "Ben reads: Water at the fountain",
    "They are called Tenants of the Bronx",
    "Nurses read: []",
    '{"msg":"Location removed."}',
    '{"msg":"Database erased. 1 record(s) deleted."}',
    "revoke",
    '{"error":"this invite was revoked: ask for another"}',
    "remove",
    '{"error":"a steward has removed you from this march"}',
    '{"error":"a position belongs to the person who shares it"}',
    "end",
    '{"error":"the march has ended"}',
  ]);
});
