import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf } from "./model.ts";
import { headingBetween, medianOf, metresBetween, middleOf } from "./sphere.ts";

const DEGREE_M = 111_195;
const degrees = (radians: number) => Math.round((radians * 180) / Math.PI);

function near(metres: number, expected: number): void {
  assert.ok(Math.abs(metres - expected) < expected / 200, `${metres}, not ${expected}`);
}

test("[A6] distances are those of the sphere, also over the 180th meridian and the pole", () => {
  near(metresBetween(placeOf(0, 0), placeOf(1, 0)), DEGREE_M);
  near(metresBetween(placeOf(60, 0), placeOf(60, 1)), DEGREE_M / 2);
  near(metresBetween(placeOf(0, 179.5), placeOf(0, -179.5)), DEGREE_M);
  near(metresBetween(placeOf(89.5, 0), placeOf(89.5, 180)), DEGREE_M);
  assert.equal(metresBetween(placeOf(5, 5), placeOf(5, 5)), 0);
});

test("[A6] a step east over the 180th meridian heads east", () => {
  assert.equal(degrees(headingBetween(placeOf(0, 179.999), placeOf(0, -179.999))), 90);
  assert.equal(degrees(headingBetween(placeOf(0, 0), placeOf(-1, 0))), 180);
});

test("[A6] the middle of people on both sides of the 180th meridian is between them", () => {
  const { latE7, lonE7 } = middleOf([placeOf(-17, 179.9), placeOf(-17, -179.9)]);
  assert.ok(metresBetween({ latE7, lonE7 }, placeOf(-17, 180)) < 20);
});

test("[A6] the middle of people around the pole is the pole", () => {
  const around = [0, 90, 180, -90].map((lon) => placeOf(89.99, lon));
  assert.ok(metresBetween(middleOf(around), placeOf(90, 0)) < 1);
});

test("[A6] people all around the Earth have a middle that is a place", () => {
  assert.deepEqual(middleOf([placeOf(0, 0), placeOf(0, 180)]), placeOf(0, 0));
});

test("[A6] the median is in the midst of most, also over the 180th meridian, and of two between them", () => {
  const fiji = [179.9, 179.95, -179.95, -179.9, -179.9].map((lon) => placeOf(-17, lon));
  assert.deepEqual(medianOf(fiji), placeOf(-17, -179.95));
  assert.deepEqual(medianOf([placeOf(1, 2), placeOf(3, 6)]), placeOf(2, 4));
  const most = Array.from({ length: 4 }, () => placeOf(40, -74));
  assert.deepEqual(medianOf([...most, placeOf(-33, 151)]), placeOf(40, -74));
});
