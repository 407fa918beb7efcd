import assert from "node:assert/strict";
import { test } from "node:test";
import type { Language } from "./settings.ts";
import { en } from "./text/en.ts";
import { es } from "./text/es.ts";
import { type Load, language, missing, speak, speakMissing, text } from "./text.ts";

const TEXTS = { en, es };

/** A phone that holds these languages, and has no network. */
function holding(...held: readonly Language[]): Load {
  return async (wanted) => {
    if (!held.includes(wanted)) throw new TypeError("offline");
    return TEXTS[wanted];
  };
}

test("[W39] only the language that is spoken is loaded; without it, the one before, or the other", async () => {
  // Other tests in this process have spoken.
  language.value = null;
  assert.equal(await speak("en", holding()), false);
  assert.equal(language.value, null);

  assert.equal(await speak("en", holding("es")), true);
  assert.deepEqual([language.value, text.title], ["es", es.title]);

  const asked: Language[] = [];
  const load: Load = (wanted) => {
    asked.push(wanted);
    return holding("en")(wanted);
  };
  assert.equal(await speak("en", load), true);
  assert.deepEqual([language.value, text.title, asked], ["en", en.title, ["en"]]);

  assert.equal(await speak("es", holding("en")), true);
  assert.equal(language.value, "en");
});

test("[W39] a language that could not be loaded is known to be missing, and spoken when it can be", async () => {
  await speak("en", holding("en"));
  assert.equal(missing.value, null);
  await speak("es", holding("en"));
  await speakMissing(holding("en"));
  assert.deepEqual([language.value, missing.value], ["en", "es"]);
  await speakMissing(holding("es"));
  assert.deepEqual([language.value, missing.value, text.title], ["es", null, es.title]);
  await speakMissing(holding());
  await speak("en", holding("en"));
  assert.deepEqual([language.value, missing.value], ["en", null]);
});
