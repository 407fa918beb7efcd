/** Documents that are short and speak of what is there. */
import { matchesGlob, posix } from "node:path";
import type { File } from "../runner/files.ts";
import type { Rule } from "./rule.ts";

const README_LINES_MAX = 120;
const DECISION_LINES_MAX = 40;
const PATH = /`((?:packages|apps|docs|test|bin|bench|models|\.ci)\/[\w@*./-]*[\w*/])`/g;
/** The target of a link or a picture, without its anchor. */
const LINK = /\]\(([^)#\s]+)[^)]*\)/g;

/** A document that names a file which is gone is worse than no document. */
export const documentsNameRealFiles: Rule = {
  id: "H14",
  complaints: (files) => {
    const real = [...withFolders(files)];
    const exists = (path: string) =>
      real.some((each) => each === path || (path.includes("*") && matchesGlob(each, path)));
    return documents(files).flatMap((file) =>
      [...pathsIn(file), ...linksIn(file)]
        .map((path) => path.replace(/\/$/, ""))
        .filter((path) => !exists(path))
        .map((path) => `${file.path}: ${path} does not exist`),
    );
  },
};

function pathsIn({ text }: File): readonly string[] {
  return [...text.matchAll(PATH)].map(([, path = ""]) => path);
}

/** From the root; those to other places are not ours to check. */
function linksIn({ path, text }: File): readonly string[] {
  return [...text.matchAll(LINK)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/i.test(target))
    .map((target) => posix.join(posix.dirname(path), target));
}

export const documentsAreShort: Rule = {
  id: "H15",
  complaints: (files) =>
    documents(files).flatMap((file) => {
      const lines = file.text.split("\n").length - 1;
      const max = linesMax(file.path);
      return lines > max ? [`${file.path}: ${lines} lines, at most ${max}`] : [];
    }),
};

function linesMax(path: string): number {
  if (path === "README.md") return README_LINES_MAX;
  return path.startsWith("docs/decisions/") ? DECISION_LINES_MAX : Number.POSITIVE_INFINITY;
}

function documents(files: readonly File[]): readonly File[] {
  return files.filter((file) => file.path.endsWith(".md"));
}

function withFolders(files: readonly File[]): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const { path } of files) {
    const parts = path.split("/");
    for (let end = 1; end <= parts.length; end += 1) paths.add(parts.slice(0, end).join("/"));
  }
  return paths;
}
