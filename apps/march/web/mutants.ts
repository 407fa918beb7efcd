/** One mutant for each rule of docs/spec/march-page.md. */
import type { Mutant } from "../../../test/mutants/mutant.ts";
import type { Broken } from "./broken.ts";
import { LOOKS } from "./mutants-looks.ts";
import { STEWARDS } from "./mutants-stewards.ts";
import { WHERE } from "./mutants-where.ts";

/** Of alerts and messages. */
const SAID: readonly Broken[] = [
  {
    // A rumour stands on the map without a word of doubt.
    rule: "W51",
    at: "alert-words",
    find: 'state === "confirmed" ? kinds[kind] :',
    replace: 'state !== "disputed" ? kinds[kind] :',
  },
  {
    rule: "W52",
    at: "alert-words",
    find: "decided ? said.steward :",
    replace: "",
  },
  {
    // Before the first contact what one tells is not to be seen.
    rule: "W53",
    at: "shown-alerts",
    find: "[...seen, ...untold.filter(",
    replace: "[...seen, ...[].filter(",
  },
  {
    // A steward's dispute reads as that of one group.
    rule: "W52",
    at: "alert-words",
    find: "decided ? said.disputedBySteward :",
    replace: "",
  },
  { rule: "W53", at: "shown-posts", find: "waits: unsent.has(id)", replace: "waits: false" },
  {
    rule: "W53",
    at: "outgoing",
    find: "this.refuse(unsent, receipt.reason);",
    replace: "",
  },
  {
    // What everyone reads is said to be refused.
    rule: "W53",
    at: "outgoing",
    find: " || this.#isThere(model, unsent)",
    replace: "",
  },
  { rule: "W53", at: "same-json", find: "own.length === fields.size && ", replace: "" },
  {
    rule: "W44",
    at: "outgoing",
    find: "[...rest, unsent]",
    replace: "[...rest, ...former, unsent]",
  },
  { rule: "W53", at: "refusal-words", find: '"soon"],', replace: '"other"],' },
  { rule: "W54", at: "alert-news", find: "for (const { id } of due) known.add(id);", replace: "" },
  { rule: "W54", at: "alert-news", find: "< QUIET_MS) return null;", replace: "< 0) return null;" },
  { rule: "W55", at: "allowance", find: "&& nowMs - at <= windowMs", replace: "&& nowMs < at" },
  { rule: "W51", at: "map/draw-alerts", find: "isFact ? colour : paint.halo", replace: "colour" },
  {
    // Whoever types the letters beside somebody's alert sees where they are.
    rule: "W57",
    at: "contingent-names",
    find: "ALONE + base64url.encode(bytes)",
    replace: "ALONE + base64url.encode(bytes.fill(0))",
  },
  {
    // Stopped, and still on the map of the people whom one has left.
    rule: "W57",
    at: "regroup",
    find: "if (isLeft) void march?.sharing.stop();",
    replace: "",
  },
  {
    rule: "W57",
    at: "contingent-names",
    find: "[other.name, other.contingent].some",
    replace: "[other.contingent].some",
  },
  {
    // What the node refuses is offered.
    rule: "W57",
    at: "contingent-names",
    find: "areAlike(looksOf(one), wanted)",
    replace: "one.toLowerCase() === name.toLowerCase()",
  },
  {
    rule: "W21",
    at: "contingent-colours",
    find: "&& !taken.has(colour)",
    replace: "",
  },
  {
    // Half a word at the edge of the map says something else.
    rule: "W22",
    at: "map/draw-words",
    find: "[...wallsOf(frame), ...labels",
    replace: "[...labels",
  },
  { rule: "W58", at: "map/clear-of", find: "keep(2, height - box.y", replace: "keep(2, 0 * box.y" },
  {
    rule: "W50",
    at: "making",
    find: 'making.place === "here" ? here : making.place',
    replace: "here",
  },
  {
    // Two taps, and everyone knows what the person has blurred.
    rule: "W50",
    at: "making",
    find: 'isBlurred ? null : "here"',
    replace: '"here"',
  },
  {
    rule: "W56",
    at: "shown-posts",
    find: "!isMine && !read.has(id)",
    replace: "!read.has(id)",
  },
];

const BROKEN: readonly Broken[] = [
  {
    rule: "W1",
    at: "link",
    find: "`${origin}/march/${link.id}#",
    replace: "`${origin}/march/${link.id}?",
  },
  { rule: "W2", at: "link", find: "url.origin !== origin", replace: "url.origin === ''" },
  { rule: "W3", at: "distance", find: "Math.round(metres / 10) * 10", replace: "metres" },
  {
    rule: "W4",
    at: "distance",
    find: "Math.round(degrees / 45)",
    replace: "Math.floor(degrees / 45)",
  },
  {
    rule: "W5",
    at: "age",
    find: "Math.floor(ms / SECOND_MS)",
    replace: "Math.ceil(ms / SECOND_MS)",
  },
  { rule: "W6", at: "age", find: "ageMs >= lifetimeMs", replace: "ageMs > lifetimeMs" },
  {
    rule: "W7",
    at: "grid",
    find: "step * decade >= leastM",
    replace: "step * decade >= leastM / 2",
  },
  { rule: "W8", at: "pacer", find: "!pace.isSharing || pace.isHidden", replace: "!pace.isSharing" },
  {
    rule: "W9",
    at: "pacer",
    find: "const freshMs = pace.intervalMs - SLACK_MS;",
    replace: "const freshMs = 2 * pace.intervalMs;",
  },
  {
    // A phone that lies still is said to be delayed by the network.
    rule: "W9",
    at: "pacer",
    find: "const freshMs = pace.intervalMs - SLACK_MS;",
    replace: "const freshMs = pace.intervalMs;",
  },
  { rule: "W10", at: "pins", find: "expiresAt <= nowMs", replace: "expiresAt < 0" },
  {
    rule: "W11",
    at: "pins",
    find: "[mine, ...pins.map(({ contingent }) => contingent)]",
    replace: "[mine]",
  },
  { rule: "W12", at: "pins", find: "? -pin.atMs", replace: "? pin.atMs" },
  { rule: "W13", at: "person-code", find: "const CODE_CHARS = 3", replace: "const CODE_CHARS = 1" },
  { rule: "W14", at: "announcer", find: "< QUIET_MS", replace: "< 0" },
  { rule: "W15", at: "kept-march", find: "endsAt + DOUBT_MS <= nowMs", replace: "endsAt <= nowMs" },
  {
    rule: "W16",
    at: "status",
    find: "sentAgoMs < standing.intervalMs + LATE_MS",
    replace: "sentAgoMs < Infinity",
  },
  {
    rule: "W16",
    at: "status",
    find: 'code === "full" ? text.sharing.full :',
    replace: "",
  },
  {
    rule: "W17",
    at: "status",
    find: "if (pin === null) return",
    replace: "if (pin !== undefined) return",
  },
  {
    // Who closed the page while sharing reads that they do not.
    rule: "W17",
    at: "status",
    find: "perhapsUntil === null ? off :",
    replace: "perhapsUntil !== '' ? off :",
  },
  {
    rule: "W23",
    at: "leaving",
    find: "Math.min(nowMs, heardAtMs + NOTED_MS)",
    replace: "nowMs",
  },
  {
    rule: "W18",
    at: "join",
    find: "signed(asking, error.nowMs)",
    replace: "signed(asking, clock.now())",
  },
  { rule: "W19", at: "notice", find: 'return "missing"', replace: "return null" },
  {
    rule: "W20",
    at: "vault/seal",
    find: 'importKey("pkcs8", bytes, SIGNING, false',
    replace: 'importKey("pkcs8", bytes, SIGNING, true',
  },
  {
    rule: "W21",
    at: "contingent-colours",
    find: "inTurn.find((colour) => !taken.has(colour))",
    replace: "inTurn.find((colour) => colour >= 0)",
  },
  {
    rule: "W22",
    at: "label-place",
    find: "!taken.some((box) => overlaps(place, box))",
    replace: "taken.every((box) => box !== place)",
  },
  {
    rule: "W23",
    at: "leaving",
    find: "hasHeard) return isWithdrawing",
    replace: "hasHeard) return !isWithdrawing",
  },
  {
    rule: "W24",
    at: "status",
    find: '"bad", late.spoken',
    replace: '"bad"',
  },
  {
    rule: "W25",
    at: "link",
    find: 'if (link.isDisplay) fragment.set("d", "1");',
    replace: "",
  },
  { rule: "W26", at: "map/draw-people", find: "if (!pin.isMe) drawPin", replace: "drawPin" },
  {
    rule: "W27",
    at: "link",
    find: "LOCAL.test(hostname)",
    replace: 'hostname === ""',
  },
  { rule: "W29", at: "link", find: "Math.ceil(link.", replace: "Math.floor(link." },
  {
    rule: "W28",
    at: "locator",
    find: "code === TIMEOUT && this.#last !== null",
    replace: "this.#last === undefined",
  },
  {
    rule: "W32",
    at: "worker/answer",
    find: 'PAGE.test(pathname) ? "shell" : "node"',
    replace: '"node"',
  },
  {
    rule: "W33",
    at: "worker/answer",
    find: 'build.later.includes(pathname) ? "kept" : "node"',
    replace: 'pathname.startsWith("/march") ? "kept" : "node"',
  },
  {
    // An update would leave a phone without a word to say offline.
    rule: "W32",
    at: "worker/answer",
    find: 'path.replace(/-[\\w-]{8}\\./, ".")',
    replace: "path",
  },
  { rule: "W34", at: "worker/answer", find: "ours.slice(0, -1)", replace: "ours" },
  {
    // The same text sealed twice is the same bytes.
    rule: "W35",
    at: "vault/seal",
    find: "const iv = newIv();\n  const bytes",
    replace: "const iv = new Uint8Array(12);\n  const bytes",
  },
  {
    // Deletes nothing before the network has answered.
    rule: "W36",
    at: "panic",
    find: "const withdrawn = withdraw()",
    replace: "const withdrawn = await withdraw()",
  },
  {
    // Who closed the page while sharing stays on the map.
    rule: "W36",
    at: "last-word",
    find: "sentPosition(joined, null, settings)",
    replace: "sentPosition(joined, { latE7: 0, lonE7: 0 }, settings)",
  },
  {
    // Nothing is said of a pin in a march that is not open.
    rule: "W36",
    at: "leaving",
    find: "Math.min(endsAt, nowIn(id) + lifetimeMs)",
    replace: "null",
  },
  {
    rule: "W37",
    at: "sent-position",
    find: "keepMinutes === null ? {} : { keepMinutes }",
    replace: "{}",
  },
  { rule: "W38", at: "blur", find: "(column + 0.5) * columnE7", replace: "column * columnE7" },
  { rule: "W39", at: "text", find: "of [wanted, ...LANGUAGES]", replace: "of [wanted]" },
  { rule: "W39", at: "settings", find: "if (language !== null) return language;", replace: "" },
  { rule: "W40", at: "device-clock-line", find: "offsetMs > 0", replace: "offsetMs < 0" },
  {
    rule: "W41",
    at: "notice",
    find: "nodes > PAGE_VERSION",
    replace: "nodes < PAGE_VERSION",
  },
  {
    rule: "W44",
    at: "outgoing",
    find: "UNKNOWN.has(receipt.code)",
    replace: "receipt.code === ''",
  },
  { rule: "W16", at: "status", find: ": whyText(reason)", replace: ": reason" },
  {
    // A phone in Spanish reads what the node says in English.
    rule: "W19",
    at: "notice",
    find: "status === 429 || status === 503 ?",
    replace: "status < 0 ?",
  },
  ...SAID,
  ...STEWARDS,
  ...WHERE,
];

const SERVED: Mutant = {
  // The worker may not answer for the start page.
  rule: "W42",
  file: "apps/march/src/http/pages.ts",
  find: 'context.header("service-worker-allowed", scope)',
  replace: 'context.header("x-scope", scope)',
  test: "apps/march/src/http/pages.test.ts",
};

export const mutants: readonly Mutant[] = [
  SERVED,
  ...LOOKS.map(({ rule, at, find, replace, test }) => ({
    rule,
    file: `apps/march/web/${at}`,
    find,
    replace,
    test: `apps/march/web/${test}.test.ts`,
  })),
  ...BROKEN.map(({ rule, at, find, replace }) => ({
    rule,
    file: `apps/march/web/${at}.ts`,
    find,
    replace,
    test: `apps/march/web/${at}.test.ts`,
  })),
];
