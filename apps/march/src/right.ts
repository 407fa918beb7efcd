/** What a token allows its holder in a march. Whether they are a steward is asked of the mandate. */
export type Right = "share" | "display" | "steward";
