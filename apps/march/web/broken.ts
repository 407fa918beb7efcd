/** A mutant of the page, in short. */
export interface Broken {
  readonly rule: string;
  /** Its file and its test, without folder and ending. */
  readonly at: string;
  readonly find: string;
  readonly replace: string;
}
