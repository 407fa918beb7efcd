import assert from "node:assert/strict";
import { test } from "node:test";
import type { Streets } from "../api.ts";
import { StreetsLook } from "./streets-look.ts";

const STREETS: Streets = { url: "/march/map.pmtiles", attribution: "© them" };

async function next<Answer>(from: (Answer | Error)[]): Promise<Answer> {
  const answer = from.shift();
  if (answer === undefined) throw new Error("asked too often");
  if (answer instanceof Error) throw answer;
  return answer;
}

/** A node that answers in turn as the test says. */
function lab(finds: readonly (Streets | null | Error)[], loads: readonly (string | Error)[]) {
  const heard: string[] = [];
  const answers = { finds: [...finds], loads: [...loads] };
  const look = new StreetsLook<string>({
    find: () => next(answers.finds),
    load: () => next(answers.loads),
    found: (layer, { attribution }) => heard.push(`${layer} ${attribution}`),
    failed: () => heard.push("failed"),
  });
  return { look, heard, answers };
}

const LOST = new Error("no network");

test("[W7] without a network nothing is said of streets: perhaps there are none", async () => {
  const { look, heard, answers } = lab([LOST, null], []);
  await look.look();
  await look.look();
  assert.deepEqual(heard, []);
  await look.look();
  assert.equal(answers.finds.length, 0);
});

test("[W7] streets that could not be loaded are said to be so, and are loaded later", async () => {
  const { look, heard } = lab([LOST, STREETS, STREETS], [LOST, "layer"]);
  for (let times = 0; times < 5; times++) await look.look();
  assert.deepEqual(heard, ["failed", "layer © them"]);
});

test("[W7] streets are looked for once at a time", async () => {
  const { look, heard } = lab([STREETS, STREETS], ["layer", "layer"]);
  await Promise.all([look.look(), look.look()]);
  assert.deepEqual(heard, ["layer © them"]);
});
