import assert from "node:assert/strict";
import { test } from "node:test";
import { readGpx } from "./gpx.ts";
import { checkRoute } from "./route.ts";

const GPX = `<?xml version="1.0"?>
<!-- <trk> in a comment is none -->
<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">
  <trk><name> North &amp; East </name>
    <trkseg><trkpt lat="40.70" lon="-74.01"><ele>3</ele></trkpt></trkseg>
    <trkseg><trkpt lon="-74.02" lat="40.71"/></trkseg>
  </trk>
  <trk><trkseg><trkpt lat="1" lon="2"/><trkpt lat="3" lon="4"/><trkpt lat="5" lon="6"/></trkseg></trk>
</gpx>`;

test("[S2] each track of a GPX file is a contingent, its segments one path", () => {
  assert.deepEqual(readGpx(GPX, "a.gpx"), {
    tickSeconds: 5,
    contingents: [
      {
        name: "North & East",
        path: [
          [40.7, -74.01],
          [40.71, -74.02],
        ],
      },
      {
        name: "contingent-2",
        path: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      },
    ],
  });
});

test("[S2] GPX 1.0 and a prefix for its names are read as well", () => {
  const text = GPX.replace("GPX/1/1", "GPX/1/0").replace(' xmlns="', ' xmlns:g="');
  const prefixed = text.replaceAll(/<(\/?)(?=[a-z])/g, "<$1g:");
  assert.equal(readGpx(prefixed, "a.gpx").contingents.length, 2);
});

const NO_GPX: readonly (readonly [string, string, RegExp])[] = [
  ["broken XML", "<gpx><trk></gpx>", /a\.gpx is no XML/],
  ["nothing", "", /a\.gpx is no XML/],
  ["another document", "<kml/>", /a\.gpx is no GPX file/],
  ["no track", "<gpx><wpt lat='1' lon='2'/></gpx>", /a\.gpx has no track/],
  ["a track of one point", "<gpx><trk><trkpt lat='1' lon='2'/></trk></gpx>", /a\.gpx: contingents/],
  [
    "a point without a place",
    "<gpx><trk><trkpt lat='1'/><trkpt lat='1' lon='2'/></trk></gpx>",
    /a\.gpx: contingents\.0\.path\.0\.1/,
  ],
];

for (const [what, text, line] of NO_GPX) {
  test(`[S2] ${what} is no route, and one line says so`, () => {
    assert.throws(
      () => readGpx(text, "a.gpx"),
      (error: Error) => {
        assert.match(error.message, line);
        assert.doesNotMatch(error.message, /\n/);
        return (error as Error & { code: string }).code === "usage";
      },
    );
  });
}

const path = [
  [1, 2],
  [3, 4],
];
const NO_ROUTES: readonly (readonly [string, unknown, RegExp])[] = [
  ["a list", [], /r\.json/],
  ["no contingents", { tickSeconds: 5, contingents: [] }, /contingents/],
  ["no seconds", { contingents: [{ name: "a", path }] }, /tickSeconds/],
  [
    "a place off the earth",
    {
      tickSeconds: 5,
      contingents: [
        {
          name: "a",
          path: [
            [91, 0],
            [0, 0],
          ],
        },
      ],
    },
    /path/,
  ],
  ["a name of blanks", { tickSeconds: 5, contingents: [{ name: " ", path }] }, /name/],
  [
    "one name twice",
    {
      tickSeconds: 5,
      contingents: [
        { name: "a", path },
        { name: "a", path },
      ],
    },
    /the same name/,
  ],
];

for (const [what, value, line] of NO_ROUTES) {
  test(`[S2] ${what} is no route in JSON`, () => {
    assert.throws(() => checkRoute(value, "r.json"), line);
  });
}
