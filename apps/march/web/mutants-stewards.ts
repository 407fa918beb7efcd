/** Mutants of the rules on stewards, on what is one's own, and on the screen: docs/spec/march-page.md. */
import type { Broken } from "./broken.ts";

export const STEWARDS: readonly Broken[] = [
  {
    // One more than the march takes.
    rule: "W60",
    at: "steward-actions",
    find: "stewards.length < STEWARDS_MAX",
    replace: "stewards.length <= STEWARDS_MAX",
  },
  {
    // A lock that comes too late keeps the screen on for good.
    rule: "W72",
    at: "wake-lock",
    find: "if (!this.#isWanted) this.#drop();",
    replace: "",
  },
  { rule: "W60", at: "steward-actions", find: "stewards.length > 1", replace: "true" },
  {
    // Whoever named a contingent is not told that the march holds it of them.
    rule: "W69",
    at: "mine",
    find: "value.by === me).map",
    replace: "value.by === value.name).map",
  },
  {
    // A link that lets nobody in is passed on.
    rule: "W66",
    at: "kept-links",
    find: ".filter(({ isClosed }) => !isClosed)",
    replace: "",
  },
  {
    // Who handed over goes on seeing the buttons.
    rule: "W60",
    at: "stewardship",
    find: "this.people.value?.includes(person) ??",
    replace: "",
  },
  { rule: "W61", at: "person-sign", find: "MORE_CHARS = 9", replace: "MORE_CHARS = 0" },
  { rule: "W62", at: "known-people", find: "byPerson.delete(me);", replace: "" },
  { rule: "W62", at: "known-people", find: ".toUpperCase()", replace: "" },
  {
    // What may be done is called undone.
    rule: "W63",
    at: "decision-refusal",
    find: 'if (code === "unknown_outcome") return said.unknown;',
    replace: 'if (code === "unknown_outcome") return said.offline;',
  },
  { rule: "W62", at: "sightings", find: "expiresAt > nowMs", replace: "expiresAt > 0" },
  {
    // A link that is closed already is offered to be closed.
    rule: "W64",
    at: "removal-branch",
    find: 'if (told.revoked.includes(told.of)) return "closed";',
    replace: "",
  },
  { rule: "W65", at: "typed-word", find: "=== word", replace: '!== ""' },
  { rule: "W66", at: "kept-links", find: "LINK_AT = 28", replace: "LINK_AT = 27" },
  { rule: "W66", at: "kept-links", find: "told === null ? null :", replace: "" },
  { rule: "W67", at: "steward-news", find: "null || stewards === null", replace: "null" },
  { rule: "W68", at: "notice", find: "if (why === REMOVED)", replace: 'if (why === "")' },
  { rule: "W68", at: "notice", find: "nowMs < endsAt - NEAR_MS", replace: "nowMs < 0" },
  {
    // What waits on a phone without a network is sent after all.
    rule: "W69",
    at: "own-things",
    find: "waiting: outgoing.waiting.value, me }",
    replace: "waiting: [], me }",
  },
  { rule: "W69", at: "own-things", find: 'each.includes("refused")', replace: "false" },
  { rule: "W69", at: "mine", find: "alertEndsAt(entry) > nowMs", replace: "nowMs > 0" },
  { rule: "W69", at: "mine", find: "{ ...post, said: null }", replace: "post" },
];
