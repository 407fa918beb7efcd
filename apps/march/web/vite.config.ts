/**
 * Builds March's page into apps/march/dist, with the packages' own sources: the page, its service
 * worker and its icons. JSX goes through Vite itself; nothing else transforms our code.
 */
import { fileURLToPath } from "node:url";
import { defaultClientConditions, defineConfig } from "vite";
import { compressed } from "./build/compressed.config.ts";
import { icons } from "./build/icons.config.ts";
import { precached } from "./build/worker.config.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  base: "/march/",
  resolve: { conditions: ["@muster/source", ...defaultClientConditions] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [icons(), precached(), compressed()],
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    sourcemap: false,
    target: ["chrome119", "firefox129", "safari17.4"],
    // Small files stay files: a data: address in a script or a style is not ours to load.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: here("index.html"), worker: here("worker/worker.ts") },
      output: {
        // A worker is known by its address: only its content may change.
        entryFileNames: ({ name }) => (name === "worker" ? "worker.js" : "assets/[name]-[hash].js"),
      },
    },
  },
});
