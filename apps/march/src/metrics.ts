/**
 * What an operator can watch of March: how many are connected, and what was refused. Counts only,
 * nothing of any march, person or place. Rule A7: docs/spec/march.md.
 */
import type { RoomsServer } from "@muster/rooms/server";
import { Gauge, type Registry } from "prom-client";
import type { Refusals } from "./http/answer.ts";

export interface MarchCounts {
  readonly rooms: Pick<RoomsServer, "host" | "connections" | "counters">;
  readonly refused: Refusals;
}

interface Figure {
  readonly name: string;
  readonly help: string;
}

/** Registers the figures; each is read where it is kept, when someone asks for it. */
export function countMarch(metrics: Registry, { rooms, refused }: MarchCounts): void {
  const figures = [
    now({ name: "muster_connections", help: "Clients connected" }, () => rooms.connections()),
    now({ name: "muster_rooms", help: "Rooms open" }, () => rooms.host.size),
    byCode(
      { name: "muster_edge_events_total", help: "What the edge did, by kind" },
      rooms.counters,
    ),
    byCode({ name: "march_requests_refused_total", help: "Requests refused, by fault" }, refused),
  ];
  for (const figure of figures) metrics.registerMetric(figure);
}

function now(figure: Figure, read: () => number): Gauge {
  return new Gauge({
    ...figure,
    registers: [],
    collect() {
      this.set(read());
    },
  });
}

function byCode(figure: Figure, counts: ReadonlyMap<string, number>): Gauge {
  return new Gauge({
    ...figure,
    registers: [],
    labelNames: ["code"],
    collect() {
      for (const [code, count] of counts) this.set({ code }, count);
    },
  });
}
