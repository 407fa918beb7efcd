/** Peers are loaded from bench/peers, where the bench has installed them. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export type Load = <Package>(name: string) => Promise<Package>;

/** Each adapter says itself what it uses of a package: its types are not there before. */
export async function loader(root: string): Promise<Load> {
  const path = pathToFileURL(join(root, "bench/peers/load.mjs")).href;
  const { load } = (await import(path)) as { readonly load: (name: string) => Promise<unknown> };
  return async <Package>(name: string) => (await load(name)) as Package;
}
