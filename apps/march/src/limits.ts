/**
 * How much one person may say in a march, and how much a march holds of it. What was withdrawn
 * counts until it expires, or saying and withdrawing would be a way around. Rates go by the time
 * that a record says, which the node holds to its own: who was offline may send at once what they
 * would have sent in time.
 *
 * Rules A14 to A18: docs/spec/march.md.
 */
export interface SayingLimit {
  /** By one person, of all that is held. */
  readonly ofPersonMax: number;
  /** By one person, with times at most `windowMs` before. */
  readonly inWindowMax: number;
  readonly windowMs: number;
  /** By everyone: in the march, or in one feed. */
  readonly max: number;
}

export const ALERT_LIMIT: SayingLimit = {
  ofPersonMax: 20,
  inWindowMax: 3,
  windowMs: 120_000,
  max: 200,
};
export const POST_LIMIT: SayingLimit = {
  ofPersonMax: 30,
  inWindowMax: 6,
  windowMs: 60_000,
  max: 200,
};
/** Of all feeds of a march together. */
export const POSTS_MAX = 2_000;

/** Verdicts on one alert that say the same, of those who came by one link: more would not count. */
export const VERDICTS_OF_LINK_MAX = 3;
/** Verdicts on alerts that the node does not know: of one link all together, and of one person. */
export const VERDICTS_UNKNOWN_OF_LINK_MAX = 500;
export const VERDICTS_UNKNOWN_OF_PERSON_MAX = 20;
/** How often a banner may be changed. */
export const BANNER_EVERY_MS = 5_000;
/** How far ahead of the node's clock a time may be that a record says. */
export const AHEAD_MS_MAX = 5_000;

export const STEWARDS_MAX = 8;
/** People who were removed, links that were revoked, people vouched for: of each, in one march. */
export const DECISIONS_MAX = 1_000;
