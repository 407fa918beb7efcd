/** Whether bytes are in the files under a folder: one search for what must be there and what must not. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** By what they are. */
export type Wanted = ReadonlyMap<string, Uint8Array>;

/** Where each was found that was: `name in path`. */
export function foundUnder(folder: string, wanted: Wanted): readonly string[] {
  const needles = [...wanted].map(([name, bytes]) => [name, Buffer.from(bytes)] as const);
  return filesUnder(folder).flatMap((path) => {
    const bytes = contentOf(path);
    const found = needles.filter(([, needle]) => bytes.includes(needle));
    return found.map(([name]) => `${name} in ${path}`);
  });
}

/** Which of them are somewhere under the folder. */
export function namesUnder(folder: string, wanted: Wanted): readonly string[] {
  const places = foundUnder(folder, wanted);
  return [...wanted.keys()].filter((name) => places.some((each) => each.startsWith(`${name} in `)));
}

export function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** A file may go while this one looks: a log that is turned, a cache. */
function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return Buffer.alloc(0);
    throw error;
  }
}
