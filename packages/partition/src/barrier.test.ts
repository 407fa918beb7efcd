import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import {
  acted,
  type Barrier,
  barrierMove,
  isStuck,
  type Seat,
  STOPPED,
  stopped,
} from "./barrier.ts";

const seat = (epoch: number, everyone = epoch): Seat => ({
  index: 0,
  size: 2,
  epoch,
  everyone,
  isSteady: true,
});
const known = (epoch: number): Barrier => ({ ...STOPPED, acknowledged: epoch });

test("[P13] a numbering is acted on once everybody has acknowledged its epoch", () => {
  assert.equal(barrierMove(known(5), seat(5, 4), true), null);
  assert.equal(barrierMove(known(5), seat(5), true), "act");
  assert.equal(barrierMove(known(5), seat(5), false), null);
  assert.equal(barrierMove(known(5), { ...seat(5), isSteady: false }, true), null);
});

test("[P13] a member that acts stops at a new epoch, and acknowledges it only afterwards", () => {
  const acting = acted(known(5), seat(5));
  assert.equal(barrierMove(acting, seat(5), true), null);
  assert.equal(barrierMove(acting, seat(6, 5), true), "stop");
  const stopping = { ...acting, stoppingSinceMs: 0 };
  assert.equal(barrierMove(stopping, seat(6, 5), true), null);
  assert.equal(barrierMove(stopped(stopping, 1, true), seat(6, 5), true), "acknowledge");
});

test("[P13] the end of an earlier view is no end of this one", () => {
  const again = acted(stopped(acted(known(5), seat(5)), 1, true), seat(6));
  assert.equal(stopped(again, 1, true), again);
  assert.equal(stopped(again, 2, true).acting, null);
});

test("[P13] an application that asks for the next view gets the same epoch no more", () => {
  const through = stopped(acted(known(5), seat(5)), 1, true);
  assert.equal(barrierMove(through, seat(5), true), null);
  assert.equal(barrierMove({ ...through, acknowledged: 6 }, seat(6), true), "act");
  // It left its loop, and may begin another.
  assert.equal(barrierMove(stopped(acted(known(5), seat(5)), 1, false), seat(5), true), "act");
  // It was stopped, for the lease alone: the epoch goes on.
  const lapsed = stopped({ ...acted(known(5), seat(5)), stoppingSinceMs: 0 }, 1, true);
  assert.equal(barrierMove(lapsed, seat(5), true), "act");
});

test("[P13] an application is stuck once it was asked to stop so long ago", () => {
  const stopping = { ...acted(known(5), seat(5)), stoppingSinceMs: 1_000 };
  assert.equal(isStuck(stopping, 5_999, 5_000), false);
  assert.equal(isStuck(stopping, 6_000, 5_000), true);
  assert.equal(isStuck(known(5), 6_000, 5_000), false);
});

type Command = "epoch" | "agree" | "end" | "lapse" | "renew";

test("[P13] whatever comes, no epoch is acknowledged while one before it is acted on", () => {
  const command = fc.constantFrom<Command>("epoch", "agree", "end", "lapse", "renew");
  fc.assert(
    fc.property(fc.array(command), (commands) => {
      let [barrier, here, may] = [known(1), seat(1), true];
      for (const each of commands) {
        if (each === "epoch") here = seat(here.epoch + 1, here.everyone);
        if (each === "agree") here = { ...here, everyone: barrier.acknowledged };
        if (each === "end" && barrier.acting !== null)
          barrier = stopped(barrier, barrier.turns, true);
        if (each === "lapse") may = false;
        if (each === "renew") may = true;
        const move = barrierMove(barrier, here, may);
        if (move === "stop") barrier = { ...barrier, stoppingSinceMs: 0 };
        if (move === "acknowledge") {
          assert.equal(barrier.acting, null);
          barrier = { ...barrier, acknowledged: here.epoch };
        }
        if (move === "act") {
          assert.ok(may && here.everyone >= here.epoch && barrier.acting === null);
          barrier = acted(barrier, here);
        }
      }
    }),
  );
});
