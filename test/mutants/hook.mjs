/**
 * Loaded into every process of a mutant's test, by NODE_OPTIONS: replaces the
 * text of one file as it is loaded, or as it is read in case of a migration, a
 * style sheet or a screen, so that the working tree stays as it is.
 *
 * Plain JavaScript that does nothing on an old Node: the processes that a test
 * starts inherit it, whatever they are. Bundles made by Vite are out of reach.
 */
import { Buffer } from "node:buffer";
import files from "node:fs/promises";
import * as nodeModule from "node:module";
import process from "node:process";

const order = process.env["MUSTER_MUTANT"];
if (order !== undefined && nodeModule.registerHooks !== undefined) {
  const { url, find, replace } = JSON.parse(order);
  nodeModule.registerHooks({
    load(loading, context, next) {
      const loaded = next(loading, context);
      if (loading.split("?")[0] !== url) return loaded;
      const text = Buffer.from(loaded.source).toString("utf8");
      return { ...loaded, source: text.replace(find, () => replace) };
    },
  });
  if (/\.(sql|css|tsx)$/.test(url)) {
    const read = files.readFile;
    files.readFile = async (path, ...options) => {
      const found = await read(path, ...options);
      if (String(path) !== url || typeof found !== "string") return found;
      return found.replace(find, () => replace);
    };
    nodeModule.syncBuiltinESMExports();
  }
}
