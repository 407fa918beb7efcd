/**
 * Why someone may not be in a march any more, in the words that the page knows again: each has a
 * screen of its own.
 *
 * Shared by node and page. Rules A19, A20: docs/spec/march.md.
 */
export const REMOVED = "a steward has removed you from this march";
export const REVOKED = "this invite was revoked: ask for another";
