import assert from "node:assert/strict";
import { test } from "node:test";
import type { AnyModel, Entry } from "@muster/replica";
import { signal } from "@preact/signals";
import { posts } from "../src/models/posts.ts";
import type { Unsent } from "./device.ts";
import { type OwnPorts, OwnThings } from "./own-things.ts";

const NOW_MS = 1_800_000_000_000;
const mine = { id: "post-of-ada-00001", by: "ada", feed: null, said: { text: "hi", at: NOW_MS } };

type Status = "taken" | "refused" | null;

interface Ada {
  readonly status: Status;
  readonly state?: OwnPorts["room"]["state"];
  readonly waiting?: readonly Unsent[];
  readonly holds?: boolean;
}

/** Someone with one post and a pin; `status` is what becomes of a write, null: nothing yet. */
function ada({ status, state = "live", waiting = [], holds = true }: Ada) {
  const written: string[] = [];
  const late: (() => void)[] = [];
  const entry = { value: mine, expiresAt: NOW_MS + 1 } as Entry<unknown>;
  const becomes = async (what: string): Promise<{ status: "taken" }> => {
    written.push(what);
    if (status === "refused") throw new TypeError("refused");
    return status === null ? new Promise(() => undefined) : { status };
  };
  const own = new OwnThings({
    me: "ada",
    room: {
      state,
      space: {
        view: (model: AnyModel) => new Map(holds && model === posts ? [["one", entry]] : []),
      },
    } as unknown as OwnPorts["room"],
    outgoing: { write: (model) => becomes(model.name), waiting: signal(waiting) },
    sharing: { stop: () => becomes("pin").then(() => true) },
    clock: {
      after: (_ms, run) => {
        late.push(run);
        return () => undefined;
      },
    },
  });
  return { own, written, late };
}

test("[W69] all is taken back when the node has taken all of it, and the pin where there is one", async () => {
  const { own, written } = ada({ status: "taken" });
  assert.equal(await own.takeBack(NOW_MS, true), "taken");
  assert.deepEqual(written, ["posts", "pin"]);
  const other = ada({ status: "taken" });
  assert.equal(await other.own.takeBack(NOW_MS, false), "taken");
  assert.deepEqual(other.written, ["posts"]);
});

test("[W69] without a network it is written at once, and said to wait", async () => {
  const { own, written } = ada({ status: null, state: "offline" });
  assert.equal(await own.takeBack(NOW_MS, true), "waits");
  assert.deepEqual(written, ["posts", "pin"]);
});

test("[W69] a node that does not answer in time leaves it waiting; one refusal is told", async () => {
  const slow = ada({ status: null });
  const answer = slow.own.takeBack(NOW_MS, true);
  for (const run of slow.late) run();
  assert.equal(await answer, "waits");
  assert.equal(await ada({ status: "refused" }).own.takeBack(NOW_MS, false), "refused");
});

test("[W69] what was written before the first contact is taken back, though no view has it", async () => {
  const waiting = [{ id: "u", march: "m", model: "posts", value: mine, atMs: NOW_MS }];
  const { own, written } = ada({ status: null, state: "offline", waiting, holds: false });
  assert.equal(own.held(NOW_MS).posts.length, 1);
  assert.equal(await own.takeBack(NOW_MS, false), "waits");
  assert.deepEqual(written, ["posts"]);
});
