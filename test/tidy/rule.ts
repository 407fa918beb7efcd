import type { File } from "../runner/files.ts";

/** A rule of the repository: from its files to complaints, each beginning with a path. */
export interface Rule {
  /** As in docs/spec/house.md. */
  readonly id: string;
  readonly complaints: (files: readonly File[]) => string[];
}
