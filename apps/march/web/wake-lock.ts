/**
 * Keeps the screen on while sharing: a page whose screen is off may not ask for its place. The
 * browser takes the lock back when the page is hidden, and may refuse it; then `paused` says so.
 */
export class WakeLock {
  #lock: WakeLockSentinel | null = null;
  #isWanted = false;

  set(isWanted: boolean): void {
    this.#isWanted = isWanted;
    if (isWanted) void this.#take();
    else this.#drop();
  }

  async #take(): Promise<void> {
    if (!("wakeLock" in navigator) || (this.#lock !== null && !this.#lock.released)) return;
    const lock = await navigator.wakeLock.request("screen").catch(() => null);
    this.#lock = lock;
    if (!this.#isWanted) this.#drop();
  }

  #drop(): void {
    void this.#lock?.release();
    this.#lock = null;
  }
}
