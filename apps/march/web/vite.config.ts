/**
 * Builds March's page into apps/march/dist, with the packages' own sources. JSX goes through
 * Vite itself; nothing else transforms our code.
 */
import { fileURLToPath } from "node:url";
import { defaultClientConditions, defineConfig } from "vite";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/march/",
  resolve: { conditions: ["@muster/source", ...defaultClientConditions] },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    sourcemap: false,
    target: ["chrome119", "firefox129", "safari17.4"],
    // Small files stay files: a data: address in a script or a style is not ours to load.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
