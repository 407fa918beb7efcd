import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { type Alert, alerts, verdicts } from "../src/models/alerts.ts";
import { banners } from "../src/models/banners.ts";
import { posts } from "../src/models/posts.ts";
import { whatText, whyOf, whyText } from "./refusal-words.ts";
import { speak, text } from "./text.ts";

await speak("en");

const RULES = new URL("../src/rules/", import.meta.url);
/** What no page of ours does, or what is said of positions, elsewhere. */
const NEVER = [
  "this token may not share a position",
  "signed with another key",
  "only the node writes that",
  "a position belongs to the person who shares it",
  "it was to be forgotten by now",
];

/** Every reason that the node's own rules give, as they stand in the source. */
function reasons(): readonly string[] {
  const sources = readdirSync(RULES).filter(
    (name) => name.endsWith(".ts") && !/test|mutants/.test(name),
  );
  const all = sources.map((name) => readFileSync(new URL(name, RULES), "utf8")).join("\n");
  const told = [...all.matchAll(/(?:forbidden|tooMany)\(\s*(?:"([^"]+)"|`([^`]+)`)/g)];
  return told.map(([, plain, made]) => plain ?? made!.replaceAll(/\$\{[^}]+\}/g, "9"));
}

test("[W53] every reason that the node has for a refusal is said in the page's own words", () => {
  const all = reasons().filter((reason) => !NEVER.includes(reason));
  assert.ok(all.length > 20, String(all.length));
  for (const reason of all) assert.notEqual(whyOf(reason), null, reason);
  assert.equal(whyText("you have said much: wait a while"), text.alerts.refused.why.fast);
  assert.equal(whyOf("it was changed a moment ago"), "soon");
  assert.equal(whyText("this alert is over"), text.alerts.refused.why.over);
  assert.equal(whyText("?"), text.alerts.refused.why.other);
});

test("[W53] what was refused is named, so that a person knows it again", () => {
  const id = "a".repeat(16);
  const place = { latE7: 0, lonE7: 0 };
  const alert: Alert = { id, by: "me", told: { kind: "exit", place, at: 1 } };
  const post = { id, by: "me", feed: null, said: { text: "water", at: 1 } };
  const said = [
    whatText({ model: alerts.name, value: alert }),
    whatText({ model: alerts.name, value: { ...alert, told: null } }),
    whatText({ model: verdicts.name, value: null }),
    whatText({ model: posts.name, value: post }),
    whatText({ model: posts.name, value: { ...post, said: null } }),
    whatText({ model: banners.name, value: { name: "Cooks" } }),
    whatText({ model: "?", value: null }),
  ];
  assert.equal(new Set(said).size, said.length);
  assert.match(said[0]!, /Exit/);
  assert.match(said[3]!, /water/);
  assert.match(said[5]!, /Cooks/);
});
