import assert from "node:assert/strict";
import { test } from "node:test";
import { positions } from "../src/model.ts";
import { marchModels } from "../src/models.ts";
import { keptModels } from "./kept-models.ts";

const names = (models: readonly { readonly name: string }[]) => models.map(({ name }) => name);

test("[W70] of a march everything is kept on the phone but positions", () => {
  const wanted = names(marchModels).filter((name) => name !== positions.name);
  assert.deepEqual(names(keptModels).toSorted(), wanted.toSorted());
});
