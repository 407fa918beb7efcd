/**
 * Why someone may not be in a march any more, in the words that the page knows again: each has a
 * screen of its own.
 *
 * Shared by node and page. Rules A19, A20, A23: docs/spec/march.md.
 */
export const REMOVED = "a steward has removed you from this march";
/** Another tab of the same person has joined anew since, or changed contingent. */
export const REPLACED = "this token was replaced: go on with the newer one";
export const REVOKED = "this invite was revoked: ask for another";
