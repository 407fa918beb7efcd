/**
 * Serves the sources of this package to a browser, one module each, with the types taken out: what
 * is tested is what is written, without a bundler between. A mutant is put in as the file is sent.
 */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const SERVED = /^\/(packages\/replica\/(src|test)|node_modules\/cborg)\/[\w./-]+\.(ts|js)$/;
const IMPORTS = {
  cborg: "/node_modules/cborg/cborg.js",
  "@muster/replica": "/packages/replica/src/index.ts",
  "@muster/replica/indexeddb": "/packages/replica/src/indexeddb/index.ts",
};
const HEAD = `<!doctype html><title>stores</title><link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({ imports: IMPORTS })}</script>`;
const PAGE = `${HEAD}
<script>
  // What is written into private files, as it is written: a test looks for it on the disk later.
  globalThis.rings = [];
  const { write } = FileSystemWritableFileStream.prototype;
  FileSystemWritableFileStream.prototype.write = function (bytes) {
    globalThis.rings.push([...bytes]);
    return write.call(this, bytes);
  };
</script>
<script type="module" src="/packages/replica/test/e2e/in-page.ts"></script>`;
/** Runs the example for browsers. */
const EXAMPLE = `${HEAD}<script type="module" src="/readme.ts"></script>`;

export interface SourceServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function startSourceServer(): Promise<SourceServer> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer({ url = "/" }: IncomingMessage, response: ServerResponse): Promise<void> {
  if (url === "/") response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
  else if (url === "/example")
    response.writeHead(200, { "content-type": "text/html" }).end(EXAMPLE);
  else if (url === "/readme.ts") {
    const script = stripTypeScriptTypes(await browserExample());
    response.writeHead(200, { "content-type": "text/javascript" }).end(script);
  } else if (!SERVED.test(url) || url.includes("..")) response.writeHead(404).end();
  else {
    const script = await scriptOf(join(ROOT, url));
    response.writeHead(200, { "content-type": "text/javascript" }).end(script);
  }
}

async function scriptOf(file: string): Promise<string> {
  const text = mutated(pathToFileURL(file).href, await readFile(file, "utf8"));
  return file.endsWith(".ts") ? stripTypeScriptTypes(text) : text;
}

/** The second example of the package's README; the first is for any JavaScript. */
async function browserExample(): Promise<string> {
  const readme = await readFile(join(ROOT, "packages/replica/README.md"), "utf8");
  const examples = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);
  return examples.find((code) => code.includes("@muster/replica/indexeddb")) ?? "";
}

function mutated(url: string, text: string): string {
  const order = process.env["MUSTER_MUTANT"];
  if (order === undefined) return text;
  const mutant = JSON.parse(order) as { readonly url: string; find: string; replace: string };
  return mutant.url === url ? text.replace(mutant.find, () => mutant.replace) : text;
}
