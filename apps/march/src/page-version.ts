/**
 * What the page and the node must agree on beside the room protocol. Raise it when a page that a
 * phone kept can no longer be served by a newer node; the page then says that it is too old.
 */
export const PAGE_VERSION = 2;
