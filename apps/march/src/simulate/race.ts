/**
 * The erase that races the posts of one tick: what must and must not be shown once the tick has
 * settled, from what was known at the people's side.
 *
 *   answered before the erase was sent ─► gone        sent after it was answered ─► shown
 *   refused ─► not shown                              in between ─► either, the same everywhere
 *
 * It deletes every pin but those that a post in between has replaced already.
 *
 * Rule S7: docs/spec/march-simulation.md.
 */
export interface RacedPost {
  readonly person: number;
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly isTaken: boolean;
}

export interface RacingErase {
  readonly sentAt: number;
  readonly answeredAt: number;
  /** How many it deleted, of as many pins as there are posts. */
  readonly erased: number;
}

export interface Race {
  readonly posts: readonly RacedPost[];
  readonly erase: RacingErase;
  /** Who is shown, in ascending order, by the name of whoever shows it. */
  readonly shown: ReadonlyMap<string, readonly number[]>;
}

/** What is wrong with it, in words. */
export function faultsOfRace({ posts, erase, shown }: Race): readonly string[] {
  const [first = ["nobody", []] as const, ...others] = shown;
  const disagreeing = others
    .filter(([, people]) => people.join() !== first[1].join())
    .map(([name]) => `after the raced erase ${name} shows other pins than ${first[0]}`);
  const pins = new Set(first[1]);
  const replaced = posts.filter((post) => isBetween(post, erase)).length;
  const isRight = erase.erased <= posts.length && erase.erased >= posts.length - replaced;
  const miscounted = isRight ? [] : [`the raced erase deleted ${erase.erased} of ${posts.length}`];
  const misjudged = posts.flatMap((post) => {
    const fault = faultOf(post, erase, pins.has(post.person));
    return fault === null ? [] : [`person ${post.person} ${fault}`];
  });
  return [...disagreeing, ...miscounted, ...misjudged];
}

function isBetween({ isTaken, sentAt, answeredAt }: RacedPost, erase: RacingErase): boolean {
  return isTaken && answeredAt >= erase.sentAt && sentAt <= erase.answeredAt;
}

function faultOf(post: RacedPost, erase: RacingErase, isShown: boolean): string | null {
  if (isShown && !post.isTaken) return "is shown, though the post was refused";
  if (isShown && post.answeredAt < erase.sentAt) return "is shown from before the erase";
  if (!isShown && post.isTaken && post.sentAt > erase.answeredAt)
    return "posted after the erase and is gone";
  return null;
}
