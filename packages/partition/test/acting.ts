/**
 * When an application acted, in true time. It asks before everything it does whether it still may,
 * so that a segment ends when its lease does, and goes on when the lease is renewed in time:
 *
 *     begun ──lapse──► idle ──renewed, and not asked to stop──► acting ──► ended
 */
interface Open<Right> {
  readonly right: Right;
  /** Null while it may not act. */
  readonly fromMs: number | null;
  readonly isAsked: boolean;
}

export interface Segment<Right> {
  readonly right: Right;
  readonly fromMs: number;
  readonly toMs: number;
}

export class Acting<Right> {
  readonly #open = new Map<string, Open<Right>>();
  readonly #record: (segment: Segment<Right>) => void;

  constructor(record: (segment: Segment<Right>) => void) {
    this.#record = record;
  }

  /** What may be acted on, and was not asked back. */
  get rights(): Right[] {
    return [...this.#open.values()].flatMap((open) => (open.isAsked ? [] : [open.right]));
  }

  begin(key: string, right: Right, nowMs: number): void {
    this.#open.set(key, { right, fromMs: nowMs, isAsked: false });
  }

  /** Asked to stop, it finishes what it does. */
  ask(key: string): void {
    const open = this.#open.get(key);
    if (open !== undefined) this.#open.set(key, { ...open, isAsked: true });
  }

  end(key: string, nowMs: number): void {
    const open = this.#open.get(key);
    this.#open.delete(key);
    if (open !== undefined) this.#close(open, nowMs);
  }

  endAll(nowMs: number): void {
    for (const key of this.#open.keys()) this.end(key, nowMs);
  }

  /** Nothing may be acted on since then. */
  lapse(atMs: number): void {
    for (const [key, open] of this.#open) {
      this.#close(open, atMs);
      this.#open.set(key, { ...open, fromMs: null });
    }
  }

  renew(nowMs: number): void {
    for (const [key, open] of this.#open) {
      const isIdle = open.fromMs === null && !open.isAsked;
      if (isIdle) this.#open.set(key, { ...open, fromMs: nowMs });
    }
  }

  #close({ right, fromMs }: Open<Right>, toMs: number): void {
    if (fromMs !== null && toMs > fromMs) this.#record({ right, fromMs, toMs });
  }
}
