import assert from "node:assert/strict";
import { test } from "node:test";
import { generateKeys, MemoryStore, openIdentity, Space, Verifier } from "@muster/replica";
import { positions } from "../model.ts";
import { addSamples, SAMPLE_EVERY, SignatureSample } from "./signature-sample.ts";

const NOW = 1_800_000_000_000;
const lifetimeMs = 600_000;
const now = () => NOW;

async function records(count: number): Promise<readonly Uint8Array[]> {
  const space = new Space({
    name: "march/abc",
    models: [positions],
    store: new MemoryStore(),
    clock: { now },
    identity: await openIdentity(await generateKeys()),
    verifier: new Verifier(),
    lifetimeMs,
  });
  const made: Uint8Array[] = [];
  for (let latE7 = 0; latE7 < count; latE7 += 1) {
    const position = { person: "ann", contingent: "a", place: { latE7, lonE7: 0 } };
    made.push((await space.write(positions, position)).bytes);
  }
  return made;
}

test("[S9] one record in a hundred is verified, the first among them", async () => {
  const sample = await SignatureSample.open({ march: "abc", lifetimeMs, now });
  for (const record of await records(SAMPLE_EVERY + 1)) sample.hear(record);
  assert.equal(SAMPLE_EVERY, 100);
  assert.deepEqual(await sample.counts(), { heard: 101, verified: 2, bad: 0, codes: [] });
});

test("[S9] a record that was changed, or signed for another march, is bad", async () => {
  const [record = new Uint8Array()] = await records(1);
  const changed = new Uint8Array(record);
  changed[changed.length - 1]! ^= 1;
  const sample = await SignatureSample.open({ march: "abc", lifetimeMs, now });
  sample.hear(changed);
  const bad = { heard: 1, verified: 0, bad: 1, codes: ["bad_signature"] };
  assert.deepEqual(await sample.counts(), bad);
  const other = await SignatureSample.open({ march: "abd", lifetimeMs, now });
  other.hear(record);
  assert.deepEqual(await other.counts(), bad);
  assert.deepEqual(addSamples(bad, bad), { heard: 2, verified: 0, bad: 2, codes: bad.codes });
});
