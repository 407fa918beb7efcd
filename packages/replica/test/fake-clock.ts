/** A clock that shows what it was set to, forwards or backwards. */
import type { Clock } from "../src/stamp.ts";

export class FakeClock implements Clock {
  nowMs: number;

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  now(): number {
    return this.nowMs;
  }
}
