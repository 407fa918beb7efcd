/**
 * Which partitions to part with: those that bring the member's load nearest to what its group has
 * on average, as far as its neighbours' loads tell. Never more of them than the quota demands.
 *
 * Tens of thousands are chosen from between two heartbeats: they are put in order once, and the
 * nearest to a load that is not chosen yet is found by halving.
 *
 * Rules P7, P12: docs/spec/partition.md.
 */
export interface Loads {
  readonly loadOf: (key: string) => number;
  /** Of the members that are known of. */
  readonly meanLoad: number;
}

interface Weighed {
  readonly key: string;
  readonly load: number;
}

export function chooseByLoad(
  keys: readonly string[],
  count: number,
  { loadOf, meanLoad }: Loads,
): readonly string[] {
  const weighed = keys.map((key) => ({ key, load: loadOf(key) }));
  const takeNearest = fromNearest(weighed.toSorted((a, b) => a.load - b.load));
  const chosen: string[] = [];
  let excess = sum(weighed.map(({ load }) => load)) - meanLoad;
  while (chosen.length < count) {
    const nearest = takeNearest(excess / (count - chosen.length));
    if (nearest === undefined) break;
    chosen.push(nearest.key);
    excess -= nearest.load;
  }
  return chosen;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** Takes the nearest to a load, each once; they are in the order of their loads. */
function fromNearest(sorted: readonly Weighed[]): (load: number) => Weighed | undefined {
  // By place: where the first is that is not taken, there or above; and the last below, plus one.
  const above = Array.from({ length: sorted.length + 1 }, (_, place) => place);
  const below = [...above];
  return (load) => {
    const place = placeOf(load, sorted);
    const [under, over] = [follow(below, place) - 1, follow(above, place)];
    const [lighter, heavier] = [sorted[under], sorted[over]];
    const isUnder =
      heavier === undefined || (lighter !== undefined && load - lighter.load < heavier.load - load);
    const taken = isUnder ? under : over;
    if (taken < 0) return undefined;
    above[taken] = taken + 1;
    below[taken + 1] = taken;
    return sorted[taken];
  };
}

/** The first place of a load that is not less. */
function placeOf(load: number, sorted: readonly Weighed[]): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.load ?? load) < load) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Goes on until a place that refers to itself, and halves the way for the next who comes by. */
function follow(places: number[], from: number): number {
  let at = from;
  for (let next = places[at]; next !== undefined && next !== at; next = places[at]) {
    places[at] = places[next] ?? next;
    at = next;
  }
  return at;
}
