/** Who is connected with whom in one seed: a tree of the honest, some more lines, and a liar's. */
import type { Random } from "../../sim/src/index.ts";

/** Two numbers of replicas, the lower one first. */
export type Edge = readonly [number, number];

export interface Topology {
  readonly size: number;
  readonly edges: readonly Edge[];
  /** In every other seed one more takes part, whose number is the size. */
  readonly isWithLiar: boolean;
}

const LARGE_EVERY = 20;
const LIAR_LINES_MAX = 3;

export function topologyOf(random: Random, seed: number): Topology {
  const size = seed % LARGE_EVERY === 0 ? 12 + random.below(19) : 3 + random.below(6);
  const edges: Edge[] = [];
  for (let at = 1; at < size; at += 1) edges.push([random.below(at), at]);
  for (let more = random.below(size); more > 0; more -= 1) {
    const [a, b] = [random.below(size), random.below(size)];
    if (a < b) edges.push([a, b]);
  }
  const isWithLiar = seed % 2 === 0;
  const victims = isWithLiar ? 1 + random.below(Math.min(size, LIAR_LINES_MAX)) : 0;
  for (let at = 0; at < victims; at += 1) edges.push([at, size]);
  return { size, edges, isWithLiar };
}

export function nameOfEdge(edge: Edge): string {
  return edge.join("-");
}

export function edgeOf(name: string): Edge {
  return name.split("-").map(Number) as [number, number];
}
