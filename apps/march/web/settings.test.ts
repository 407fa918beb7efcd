import assert from "node:assert/strict";
import { test } from "node:test";
import { languageOf, readSettings, USUAL } from "./settings.ts";

test("[W37] settings are kept as they were set, and what is not known counts as not set", () => {
  const set = {
    language: "es",
    theme: "dark",
    intervalMs: 300_000,
    keepMinutes: 60,
    isBlurred: true,
  } as const;
  assert.deepEqual(readSettings(JSON.parse(JSON.stringify(set))), set);
  for (const kept of [null, undefined, 7, {}, { ...set, theme: 1, language: "xx" }]) {
    const read = readSettings(kept);
    assert.equal(read.language, null);
    assert.equal(read.theme, "system");
  }
  assert.deepEqual(readSettings({ intervalMs: 1, keepMinutes: 1_000, isBlurred: "yes" }), USUAL);
});

test("[W39] the browser chooses the language, the first that the page has, and a setting goes first", () => {
  assert.equal(languageOf(USUAL, ["es-MX", "en"]), "es");
  assert.equal(languageOf(USUAL, ["ca", "ES", "en"]), "es");
  assert.equal(languageOf(USUAL, ["de", "fr"]), "en");
  assert.equal(languageOf(USUAL, []), "en");
  assert.equal(languageOf({ ...USUAL, language: "en" }, ["es"]), "en");
});
