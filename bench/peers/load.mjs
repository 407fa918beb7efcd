/**
 * Loads a peer from this folder's own packages, which no workspace of the repository has.
 *
 * @param {string} name of a package, or of a file in one
 * @returns {Promise<unknown>}
 */
export const load = (name) => import(name);
