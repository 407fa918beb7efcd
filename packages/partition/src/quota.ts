/**
 * How many of the numbered partitions each index holds.
 *
 * The first `partitions mod size` indices hold one more than the others, so that no two differ by
 * more than one. A join at the end takes floor(P / (N + 1)) partitions and nobody else gains; a
 * leave that fills the hole with the last index makes nobody's quota smaller. Both are the least
 * possible number of moves.
 *
 * Rules P8, P11: docs/spec/partition.md.
 */
export function quotaOf(partitions: number, size: number, index: number): number {
  return Math.ceil((partitions - index) / size);
}
