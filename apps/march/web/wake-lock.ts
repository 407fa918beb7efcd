/**
 * Keeps the screen on while sharing: a page whose screen is off may not ask for its place. The
 * browser takes the lock back when the page is hidden, and may refuse it; then `paused` says so.
 *
 * Rule W72: docs/spec/march-page.md.
 */
export type Lock = Pick<WakeLockSentinel, "released" | "release">;
/** The browser's, or null where it has none. */
export type Locks = { request(type: "screen"): Promise<Lock> } | null;

export class WakeLock {
  readonly #locks: Locks;
  #lock: Lock | null = null;
  #isWanted = false;

  constructor(locks: Locks) {
    this.#locks = locks;
  }

  set(isWanted: boolean): void {
    this.#isWanted = isWanted;
    if (isWanted) void this.#take();
    else this.#drop();
  }

  async #take(): Promise<void> {
    if (this.#locks === null || (this.#lock !== null && !this.#lock.released)) return;
    const lock = await this.#locks.request("screen").catch(() => null);
    this.#drop();
    this.#lock = lock;
    if (!this.#isWanted) this.#drop();
  }

  #drop(): void {
    void this.#lock?.release();
    this.#lock = null;
  }
}
