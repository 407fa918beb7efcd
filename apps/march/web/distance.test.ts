import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf } from "../src/model.ts";
import { bearingDeg, compassText, distanceText } from "./distance.ts";
import { speak } from "./text.ts";

await speak("en");

test("[W3] a distance claims ten metres at most, and changes its unit where it should", () => {
  const told = [0, 9.9, 10, 14, 15, 994, 995, 1_049, 9_949, 9_950, 123_456].map(distanceText);
  assert.deepEqual(told, [
    "right here",
    "right here",
    "10 m",
    "10 m",
    "20 m",
    "990 m",
    "1.0 km",
    "1.0 km",
    "9.9 km",
    "10 km",
    "123 km",
  ]);
});

test("[W4] each of eight directions owns the 45 degrees around it", () => {
  assert.equal(compassText(0), "north");
  assert.equal(compassText(22.4), "north");
  assert.equal(compassText(22.6), "north-east");
  assert.equal(compassText(180), "south");
  assert.equal(compassText(337.6), "north");
  assert.equal(compassText(359.9), "north");
});

test("[W4] a bearing goes from oneself to the other, from 0 up to 360", () => {
  const here = placeOf(40.7, -74);
  assert.equal(compassText(bearingDeg(here, placeOf(40.71, -74))), "north");
  assert.equal(compassText(bearingDeg(here, placeOf(40.7, -73.99))), "east");
  assert.equal(compassText(bearingDeg(here, placeOf(40.7, -74.01))), "west");
  assert.equal(compassText(bearingDeg(placeOf(0, 179.99), placeOf(0, -179.99))), "east");
});
