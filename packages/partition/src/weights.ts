/**
 * Which partitions to part with: those that bring the member's load nearest to what its group has
 * on average, as far as its neighbours' loads tell. Never more of them than the quota demands.
 *
 * Rule P12: docs/spec/partition.md.
 */
export interface Loads {
  readonly loadOf: (key: string) => number;
  /** Of the members that are known of. */
  readonly meanLoad: number;
}

export function chooseByLoad(
  keys: readonly string[],
  count: number,
  { loadOf, meanLoad }: Loads,
): readonly string[] {
  const left = new Set(keys);
  const chosen: string[] = [];
  let excess = sum(keys.map(loadOf)) - meanLoad;
  while (chosen.length < count) {
    const idealLoad = excess / (count - chosen.length);
    const key = nearest([...left], idealLoad, loadOf);
    if (key === undefined) break;
    left.delete(key);
    chosen.push(key);
    excess -= loadOf(key);
  }
  return chosen;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function nearest(
  keys: readonly string[],
  load: number,
  loadOf: (key: string) => number,
): string | undefined {
  const distance = (key: string) => Math.abs(loadOf(key) - load);
  return keys.toSorted((a, b) => distance(a) - distance(b))[0];
}
