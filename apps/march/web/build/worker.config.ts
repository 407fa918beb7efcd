/**
 * A step of the build: tells the service worker what this build consists of, and what its shell
 * must be. Files that only a later import needs are kept later.
 */
import { createHash } from "node:crypto";
import type { Plugin } from "vite";
import type { Build } from "../worker/answer.ts";

const BASE = "/march/";
const WORKER = "worker.js";
const PLACE = /\bBUILD\b/g;

export function precached(): Plugin {
  return {
    name: "march-precached",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const shell = bundle["index.html"];
        const worker = bundle[WORKER];
        if (shell?.type !== "asset" || worker?.type !== "chunk") {
          throw new Error("the build has no shell or no worker");
        }
        if (worker.imports.length > 0) throw new Error("the worker must stay one file");
        const files = Object.keys(bundle).filter((name) => name.startsWith("assets/"));
        const html = String(shell.source);
        const isFirst = (name: string): boolean => html.includes(name);
        const shellHash = sha256(html);
        const all = { first: files.filter(isFirst), later: files.filter((name) => !isFirst(name)) };
        const build: Build = {
          version: sha256(shellHash + files.toSorted().join()).slice(0, 16),
          shellHash,
          first: all.first.map((name) => BASE + name),
          later: all.later.map((name) => BASE + name),
        };
        worker.code = worker.code.replace(PLACE, () => `(${JSON.stringify(build)})`);
      },
    },
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
