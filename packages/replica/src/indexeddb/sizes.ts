/** Sizes of what a store writes. The grammar of rings and rows: `ring.ts`, `seal.ts`. */
export const KEY_BYTES = 32;
export const NONCE_BYTES = 12;
export const SALT_BYTES = 16;
export const TAG_BYTES = 32;
/** With the id of its slot the id of a row begins. */
export const SLOT_ID_BYTES = 8;
export const ROW_ID_BYTES = 16;
