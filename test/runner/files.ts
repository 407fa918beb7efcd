/** The repository as files, and which of them are tests of which step. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface File {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What is built, fetched or written by running: never part of the repository. */
const NOT_OURS = /^(node_modules|dist|artifacts|\.git|\.muster|\.cache|coverage)$/;
const TEXT =
  /\.([cm]?[jt]sx?|json|md|css|html|sql|ya?ml|sh|pml|svg|txt)$|(^|\/)[^.]+$|\/\.[^/.]+$|rc$/;

/** Every file of the repository; the text of those that are not text is empty. */
export function repositoryFiles(root: string = ROOT): readonly File[] {
  const entries = (under: string): string[] =>
    readdirSync(join(root, under), { withFileTypes: true })
      .filter((entry) => !NOT_OURS.test(entry.name))
      .flatMap((entry) => {
        const path = under === "" ? entry.name : `${under}/${entry.name}`;
        if (entry.isDirectory()) return entries(path);
        return entry.isFile() ? [path] : [];
      });
  return entries("")
    .toSorted()
    .map((path) => ({ path, text: TEXT.test(path) ? readFileSync(join(root, path), "utf8") : "" }));
}

export function isE2e(path: string): boolean {
  return path.endsWith(".e2e.ts");
}

export function isPg(path: string): boolean {
  return path.endsWith(".pg.test.ts");
}

/** Tests that need the model checker Spin. */
export function isSpin(path: string): boolean {
  return path.endsWith(".spin.test.ts");
}

/** Tests that need nothing but this process: rules, properties, simulations. */
export function isUnit(path: string): boolean {
  return /\.test\.tsx?$/.test(path) && !isPg(path) && !isSpin(path) && !isHouse(path);
}

/** Tests of the repository itself. */
export function isHouse(path: string): boolean {
  return path.startsWith("test/") && path.endsWith(".test.ts") && !isSpin(path) && !isPg(path);
}

export function needsBrowser(file: File): boolean {
  return isE2e(file.path) && /playwright-core|test\/browser\.ts/.test(file.text);
}
