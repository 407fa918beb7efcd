import assert from "node:assert/strict";
import { test } from "node:test";
import { type Crime, FORGERIES } from "./http-crimes.ts";
import { nameOf, type Route } from "./http-route.ts";
import { type Attempt, gathered, looseRoutes, tallied } from "./http-tally.ts";

const ROUTE: Route = { path: "/march/{id}/invites", method: "post", hasSession: true };
const DESERVED: readonly (readonly [Crime, number | null])[] = [
  ...Array.from({ length: FORGERIES }, () => ["forged session", 401] as const),
  ["removed", 403],
  ["trespass", 403],
  ["damage", null],
];

test("[S18] a crime that a route answers otherwise, or was spared, is a complaint of that route", () => {
  assert.deepEqual(complaintsOf({}), []);
  const wrong: readonly (readonly [Parameters<typeof complaintsOf>[0], string])[] = [
    [{ status: { "forged session": 200 } }, "forged session: 200, not 401"],
    [{ status: { "forged session": 400 } }, "forged session: 400, not 401"],
    [{ few: true }, "forged session: tried 7 times in 1 rounds"],
    [{ status: { removed: 404 } }, "removed: 404, not 403"],
    [{ status: { trespass: 201 } }, "trespass: 201, not 403"],
    [{ status: { trespass: 429 } }, "trespass: 429, not 403"],
    [{ spared: "forged session" }, "forged session: tried 0 times in 1 rounds"],
    [{ spared: "removed" }, "removed: tried 0 times in 1 rounds"],
    [{ spared: "trespass" }, "trespass: tried 0 times in 1 rounds"],
    [{ spared: "damage" }, "damage: tried 0 times in 1 rounds"],
    [{ earnest: [201, 400] }, "in earnest: 400"],
    [{ earnest: [201] }, "in earnest: 1 times"],
  ];
  for (const [how, text] of wrong) {
    assert.deepEqual(complaintsOf(how), [`post /march/{id}/invites: ${text}`]);
  }
});

interface How {
  readonly status?: Readonly<Partial<Record<Crime, number>>>;
  readonly spared?: Crime;
  /** One forgery less than there are. */
  readonly few?: boolean;
  readonly earnest?: readonly number[];
}

/** All as it should be, but for that. */
function complaintsOf({
  status = {},
  spared,
  few = false,
  earnest = [201, 201],
}: How): readonly string[] {
  const name = nameOf(ROUTE);
  const attempts = DESERVED.slice(few ? 1 : 0)
    .filter(([crime]) => crime !== spared)
    .map(
      ([crime, wanted]): Attempt => ({
        times: 1,
        name,
        crime,
        wanted,
        status: status[crime] ?? wanted ?? 400,
        text: null,
      }),
    );
  const statuses = earnest.map((each) => new Map([[name, each]]));
  return looseRoutes(tallied([ROUTE], gathered(attempts), statuses), 1);
}
