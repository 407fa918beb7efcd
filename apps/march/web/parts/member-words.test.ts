import assert from "node:assert/strict";
import { test } from "node:test";
import type { BannerView } from "../../src/models/banners.ts";
import { speak } from "../text.ts";
import { aboutText } from "./member-words.ts";

await speak("en");

test("[W57] a person's contingent is called as on the map, by its banner", () => {
  const banner = { contingent: "Tenants", name: "Rent strike", colour: 1, by: "her" };
  const banners = new Map([["Tenants", { value: banner }]]) as unknown as BannerView;
  const one = { person: "ben", sign: "BEN", ways: ["shares"] as const };
  assert.equal(aboutText({ ...one, contingent: "Tenants" }, banners), "Rent strike · shares");
  assert.equal(aboutText({ ...one, contingent: "Nurses" }, banners), "Nurses · shares");
  assert.equal(aboutText({ ...one, contingent: null }, banners), "shares");
});
