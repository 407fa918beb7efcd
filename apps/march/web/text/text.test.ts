import assert from "node:assert/strict";
import { test } from "node:test";
import { en } from "./en.ts";
import { es } from "./es.ts";

/** Each text with where it stands; of one that is made, what it makes of plain arguments. */
function entries(texts: unknown, at = ""): (readonly [string, string])[] {
  if (typeof texts === "string") return [[at, texts]];
  if (typeof texts === "number") return [[at, ""]];
  if (typeof texts === "function") {
    return [
      [`${at}/${texts.length}`, String((texts as (...given: unknown[]) => unknown)(7, "9", 3))],
    ];
  }
  return Object.entries(texts as object).flatMap(([name, value]) =>
    entries(value, `${at}.${name}`),
  );
}

test("[W39] in Spanish what is right here stands in a sentence otherwise than what is far", () => {
  const said = [es.distance.here, "40 m al norte"].flatMap((way) => [
    es.alerts.news("Salida", way),
    es.list.announce(2, way),
  ]);
  assert.deepEqual(said, [
    "Confirmado: Salida, aquí mismo",
    "Comparten 2 personas más, la más cercana aquí mismo.",
    "Confirmado: Salida, a 40 m al norte",
    "Comparten 2 personas más, la más cercana a 40 m al norte.",
  ]);
});

test("[W39] both languages have the same entries, none empty, and hardly any the same", () => {
  const [english, spanish] = [entries(en), entries(es)];
  assert.ok(english.length > 200);
  assert.deepEqual(
    spanish.map(([at]) => at),
    english.map(([at]) => at),
  );
  const same = english.filter(([, text], i) => /[a-z]{4}/.test(text) && text === spanish[i]![1]);
  assert.deepEqual(same, []);
  for (const [at, text] of [...english, ...spanish]) {
    if (!/lifetimes/.test(at)) assert.notEqual(text.trim(), "", at);
  }
});
