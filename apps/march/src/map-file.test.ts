import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { temporaryFolder } from "../../../test/temporary-folder.ts";
import { openMap } from "./map-file.ts";

test("[A11] a map file that is missing, or is no PMTiles, is refused by its name", async (t) => {
  const folder = temporaryFolder(t, { "map.pmtiles": "not a map", "empty.pmtiles": "" });
  for (const name of ["missing.pmtiles", "map.pmtiles", "empty.pmtiles"]) {
    const path = join(folder, name);
    await assert.rejects(openMap(path), (error: Error & { code?: string }) => {
      assert.equal(error.code, "bad_message");
      return error.message.includes(path);
    });
  }
});
