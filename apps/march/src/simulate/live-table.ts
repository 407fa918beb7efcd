/**
 * A run while it goes: a table that redraws its last row on a terminal, a plain line for each
 * tick elsewhere.
 */
import type { Row } from "./board.ts";

export interface Screen {
  readonly isTerminal: boolean;
  /** Writes text as it is. */
  write(text: string): void;
}

const COLUMNS: readonly (readonly [string, (row: Row) => string])[] = [
  ["people", (row) => String(row.people)],
  ["tick", (row) => `${row.tick + 1}/${row.ticks}`],
  ["pins seen", (row) => String(row.deliveries)],
  ["p50 ms", (row) => String(Math.round(row.p50))],
  ["p99 ms", (row) => String(Math.round(row.p99))],
  ["missed", (row) => String(row.missedMoves)],
];
const WIDTH = 12;

export class LiveTable {
  readonly #screen: Screen;
  #isBegun = false;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  show(row: Row): void {
    if (!this.#screen.isTerminal) return this.#screen.write(`${plainLine(row)}\n`);
    const head = `${COLUMNS.map(([name]) => name.padStart(WIDTH)).join("")}\n`;
    const line = COLUMNS.map(([, value]) => value(row).padStart(WIDTH)).join("");
    this.#screen.write(`${this.#isBegun ? "" : head}\r${line}`);
    this.#isBegun = true;
  }

  /** What happens before the first tick: a run takes seconds until there is one. */
  tell(line: string): void {
    this.#screen.write(`${line}\n`);
  }

  end(): void {
    if (this.#screen.isTerminal && this.#isBegun) this.#screen.write("\n");
  }
}

function plainLine({ tick, ticks, deliveries, missedMoves, p50, p99 }: Row): string {
  const latency = `p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms`;
  return `tick ${tick + 1}/${ticks}: ${deliveries} pins seen, ${missedMoves} missed; ${latency}`;
}
