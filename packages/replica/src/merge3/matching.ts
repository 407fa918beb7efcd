/**
 * Which items of one array are items of the other, in the same order (patience difference, after
 * Bram Cohen): those that are equal at both ends, then those that occur once in each, then what
 * lies between. Where nothing occurs once, a longest common subsequence, if the gap is small
 * enough: a large one with nothing to hold on to counts as changed.
 */

/** Cells of the table of one longest common subsequence: 4 MB, 10 ms. */
const CELLS_MAX = 1_000_000;

interface Gap {
  /** Of both arrays: from here, to before there. */
  readonly a: readonly [number, number];
  readonly b: readonly [number, number];
}

type Pair = readonly [number, number];

/** For each item of `a` the place of its partner in `b`, rising; -1: it has none. */
export function matching(a: readonly string[], b: readonly string[]): readonly number[] {
  const partners = a.map(() => -1);
  const gaps: Gap[] = [{ a: [0, a.length], b: [0, b.length] }];
  for (let gap = gaps.pop(); gap !== undefined; gap = gaps.pop()) {
    const { inner, equal } = trimmed({ a, b }, gap);
    const anchors = [...unique({ a, b }, inner)];
    const pairs = anchors.length > 0 ? anchors : common({ a, b }, inner);
    for (const [i, j] of [...equal, ...pairs]) partners[i] = j;
    if (anchors.length > 0) gaps.push(...between(inner, anchors));
  }
  return partners;
}

interface Arrays {
  readonly a: readonly string[];
  readonly b: readonly string[];
}

/** What is equal at both ends of the gap, and what is left of it. */
function trimmed({ a, b }: Arrays, gap: Gap): { readonly inner: Gap; readonly equal: Pair[] } {
  let [i, iEnd] = gap.a;
  let [j, jEnd] = gap.b;
  const equal: Pair[] = [];
  while (i < iEnd && j < jEnd && a[i] === b[j]) equal.push([i++, j++]);
  while (i < iEnd && j < jEnd && a[iEnd - 1] === b[jEnd - 1]) equal.push([--iEnd, --jEnd]);
  return { inner: { a: [i, iEnd], b: [j, jEnd] }, equal };
}

/** Items that occur once in each: as many as are in the same order in both. */
function unique({ a, b }: Arrays, gap: Gap): readonly Pair[] {
  const inB = onceIn(b, gap.b);
  const pairs: Pair[] = [];
  for (const [item, i] of onceIn(a, gap.a)) {
    const j = inB.get(item);
    if (j !== undefined) pairs.push([i, j]);
  }
  return rising(pairs.toSorted(([i], [k]) => i - k));
}

function onceIn(items: readonly string[], [from, to]: Pair): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (let i = from; i < to; i += 1) {
    const item = items[i]!;
    if (places.has(item)) repeated.add(item);
    places.set(item, i);
  }
  for (const item of repeated) places.delete(item);
  return places;
}

/** The longest run of pairs, in the order given, whose second places rise (Fredman 1975). */
function rising(pairs: readonly Pair[]): readonly Pair[] {
  /** The pair that ends the best run of each length, and the pair before each. */
  const ends: number[] = [];
  const before = pairs.map(() => -1);
  for (const [at, [, j]] of pairs.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[ends[middle]!]![1] < j) low = middle + 1;
      else high = middle;
    }
    before[at] = ends[low - 1] ?? -1;
    ends[low] = at;
  }
  const run: Pair[] = [];
  for (let at = ends.at(-1) ?? -1; at >= 0; at = before[at]!) run.push(pairs[at]!);
  return run.toReversed();
}

function between(gap: Gap, anchors: readonly Pair[]): Gap[] {
  const starts: Pair[] = [
    [gap.a[0], gap.b[0]],
    ...anchors.map(([i, j]) => [i + 1, j + 1] as const),
  ];
  const ends: Pair[] = [...anchors, [gap.a[1], gap.b[1]]];
  return starts.map(([i, j], n) => ({ a: [i, ends[n]![0]], b: [j, ends[n]![1]] }));
}

/** A longest common subsequence; none where the table would be too large. */
function common({ a, b }: Arrays, { a: [i0, i1], b: [j0, j1] }: Gap): readonly Pair[] {
  const [height, width] = [i1 - i0, j1 - j0 + 1];
  if (height === 0 || width === 1 || (height + 1) * width > CELLS_MAX) return [];
  const lengths = new Int32Array((height + 1) * width);
  for (let i = height - 1; i >= 0; i -= 1) {
    for (let j = width - 2; j >= 0; j -= 1) {
      const [down, right] = [lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!];
      const isSame = a[i0 + i] === b[j0 + j];
      lengths[i * width + j] = isSame
        ? lengths[(i + 1) * width + j + 1]! + 1
        : Math.max(down, right);
    }
  }
  const pairs: Pair[] = [];
  for (let [i, j] = [0, 0]; i < height && j < width - 1; ) {
    if (a[i0 + i] === b[j0 + j]) pairs.push([i0 + i++, j0 + j++]);
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i += 1;
    else j += 1;
  }
  return pairs;
}
