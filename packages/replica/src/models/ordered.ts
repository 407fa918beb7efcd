/**
 * Items in an order, none twice, found by their place, their order or the weight before them. A
 * weight-balanced tree (Adams 1993, with the factors of Hirai and Yamamoto 2011): each operation
 * looks at O(log n) items, in whatever order they come, so nobody can make it slow on purpose.
 */

/** What a view shows of it. */
export interface Sequence<Item> extends Iterable<Item> {
  readonly size: number;
  /** The item at this place, from 0; null beyond the ends. */
  at(index: number): Item | null;
}

interface Node<Item> {
  item: Item;
  left: Node<Item> | null;
  right: Node<Item> | null;
  size: number;
  weight: number;
}

type Tree<Item> = Node<Item> | null;

/** No side has more than this many times the nodes of the other, counting one more on each. */
const HEAVIER_MAX = 3;
/** An inner grandchild that is this much larger than the outer one takes two rotations. */
const INNER_MAX = 2;

/** `Probe` is as much of an item as the order looks at. */
export class Ordered<Item extends Probe, Probe = Item> implements Sequence<Item> {
  readonly #compare: (a: Probe, b: Probe) => number;
  readonly #weigh: (item: Item) => number;
  #root: Tree<Item> = null;

  /** A weight stays as it is while the item is here; without `weigh` each weighs 1. */
  constructor(compare: (a: Probe, b: Probe) => number, weigh: (item: Item) => number = () => 1) {
    this.#compare = compare;
    this.#weigh = weigh;
  }

  get size(): number {
    return sizeOf(this.#root);
  }

  get weight(): number {
    return weightOf(this.#root);
  }

  at(index: number): Item | null {
    let node = this.#root;
    let rest = index;
    while (node !== null) {
      const before = sizeOf(node.left);
      if (rest === before) return node.item;
      if (rest < before) node = node.left;
      else {
        rest -= before + 1;
        node = node.right;
      }
    }
    return null;
  }

  /** The item that is here and equal in order; null: there is none. */
  get(probe: Probe): Item | null {
    let node = this.#root;
    while (node !== null) {
      const order = this.#compare(probe, node.item);
      if (order === 0) return node.item;
      node = order < 0 ? node.left : node.right;
    }
    return null;
  }

  /** How many items come before the probe, whether it is here or not. */
  indexOf(probe: Probe): number {
    return this.#before(probe, sizeOf, () => 1);
  }

  weightBefore(probe: Probe): number {
    return this.#before(probe, weightOf, this.#weigh);
  }

  /** False: one equal in order is here, and stays. */
  add(item: Item): boolean {
    if (this.get(item) !== null) return false;
    this.#root = this.#insert(this.#root, item);
    return true;
  }

  /** What was here and equal in order; null: there was none. */
  delete(probe: Probe): Item | null {
    const held = this.get(probe);
    if (held !== null) this.#root = this.#remove(this.#root, probe);
    return held;
  }

  *[Symbol.iterator](): Iterator<Item> {
    const above: Node<Item>[] = [];
    let node = this.#root;
    while (node !== null || above.length > 0) {
      for (; node !== null; node = node.left) above.push(node);
      const next = above.pop()!;
      yield next.item;
      node = next.right;
    }
  }

  #before(probe: Probe, sum: (tree: Tree<Item>) => number, own: (item: Item) => number): number {
    let total = 0;
    let node = this.#root;
    while (node !== null) {
      const order = this.#compare(probe, node.item);
      if (order > 0) total += sum(node.left) + own(node.item);
      else if (order === 0) return total + sum(node.left);
      node = order < 0 ? node.left : node.right;
    }
    return total;
  }

  #insert(node: Tree<Item>, item: Item): Node<Item> {
    if (node === null) {
      return { item, left: null, right: null, size: 1, weight: this.#weigh(item) };
    }
    if (this.#compare(item, node.item) < 0) node.left = this.#insert(node.left, item);
    else node.right = this.#insert(node.right, item);
    return this.#balanced(node);
  }

  #remove(node: Tree<Item>, probe: Probe): Tree<Item> {
    if (node === null) return null;
    const order = this.#compare(probe, node.item);
    if (order < 0) node.left = this.#remove(node.left, probe);
    else if (order > 0) node.right = this.#remove(node.right, probe);
    else if (node.left === null) return node.right;
    else if (node.right === null) return node.left;
    else {
      node.item = firstOf(node.right);
      node.right = this.#remove(node.right, node.item);
    }
    return this.#balanced(node);
  }

  #balanced(node: Node<Item>): Node<Item> {
    const { left, right } = node;
    if (right !== null && isTooHeavy(right, left)) {
      if (sizeOf(right.left) + 1 >= INNER_MAX * (sizeOf(right.right) + 1)) {
        node.right = this.#toRight(right);
      }
      return this.#toLeft(node);
    }
    if (left !== null && isTooHeavy(left, right)) {
      if (sizeOf(left.right) + 1 >= INNER_MAX * (sizeOf(left.left) + 1)) {
        node.left = this.#toLeft(left);
      }
      return this.#toRight(node);
    }
    return this.#measured(node);
  }

  /** The right child takes the place of its parent. */
  #toLeft(node: Node<Item>): Node<Item> {
    const up = node.right!;
    node.right = up.left;
    up.left = this.#measured(node);
    return this.#measured(up);
  }

  #toRight(node: Node<Item>): Node<Item> {
    const up = node.left!;
    node.left = up.right;
    up.right = this.#measured(node);
    return this.#measured(up);
  }

  #measured(node: Node<Item>): Node<Item> {
    node.size = sizeOf(node.left) + 1 + sizeOf(node.right);
    node.weight = weightOf(node.left) + this.#weigh(node.item) + weightOf(node.right);
    return node;
  }
}

function sizeOf<Item>(tree: Tree<Item>): number {
  return tree === null ? 0 : tree.size;
}

function weightOf<Item>(tree: Tree<Item>): number {
  return tree === null ? 0 : tree.weight;
}

function firstOf<Item>(node: Node<Item>): Item {
  let first = node;
  while (first.left !== null) first = first.left;
  return first.item;
}

function isTooHeavy<Item>(tree: Node<Item>, other: Tree<Item>): boolean {
  return tree.size + 1 > HEAVIER_MAX * (sizeOf(other) + 1);
}
