/** Everyone gets the same bytes: exact versions, and a lock that names no registry. */
import type { Rule } from "./rule.ts";
import { manifests } from "./source.ts";

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

export const versionsAreExact: Rule = {
  id: "H16",
  complaints: (files) =>
    [...manifests(files)].flatMap(([folder, manifest]) =>
      Object.entries({
        ...manifest.dependencies,
        ...manifest.devDependencies,
        ...manifest.optionalDependencies,
        ...manifest.peerDependencies,
      })
        .filter(([, version]) => !EXACT.test(version))
        .map(([name, version]) => `${folder}/package.json: ${name} ${version} is not exact`),
    ),
};

/** An address in the lock would tie everyone to one machine's registry. */
export const lockNamesNoRegistry: Rule = {
  id: "H17",
  complaints: (files) =>
    files
      .filter((file) => file.path.endsWith("package-lock.json"))
      .flatMap((file) => {
        const resolved = file.text.match(/"resolved": "(https?|git)[^"]*"/g) ?? [];
        return resolved.map((line) => `${file.path}: ${line}`);
      }),
};
