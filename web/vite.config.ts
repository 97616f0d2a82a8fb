/** How the staff app is built, served while developing, and tested. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const backend = process.env["PERENNIA_URL"] ?? "http://127.0.0.1:8000";

/**
 * The theme names some twenty components only to say `Component.extend({...})`, which hands back what it is given.
 * Real imports would put them all into the first load, used or not; so the theme alone gets that one function instead.
 */
function themeWithoutComponents(): Plugin {
  const stand = "\0theme-parts";
  return {
    name: "perennia-theme-without-components",
    apply: "build",
    enforce: "pre",
    resolveId: (source, importer) => (source === "@mantine/core" && importer?.endsWith("/src/ui/theme.ts") ? stand : null),
    load(id) {
      if (id !== stand) return null;
      const theme = readFileSync(fileURLToPath(new URL("./src/ui/theme.ts", import.meta.url)), "utf8");
      const named = new Set([...theme.matchAll(/(\w+)\.extend\(/g)].map((match) => match[1]));
      const parts = [...named].map((name) => `export const ${name} = { extend: (given) => given };`);
      return ['export { createTheme, defaultVariantColorsResolver } from "@mantine/core";', ...parts].join("\n");
    },
  };
}

export default defineConfig({
  plugins: [
    themeWithoutComponents(),
    tanstackRouter({
      target: "react",
      autoCodeSplitting: true,
      generatedRouteTree: "./src/route-tree.gen.ts",
      routesDirectory: "./src/routes",
      quoteStyle: "double",
    }),
    react(),
  ],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: { outDir: "../src/perennia/web_dist", emptyOutDir: true, target: "es2023", reportCompressedSize: true },
  server: { proxy: { "/api": backend, "/v1": backend } },
  test: {
    environment: "jsdom",
    setupFiles: ["./src/test/setup.ts"],
    css: { modules: { classNameStrategy: "non-scoped" } },
    restoreMocks: true,
    testTimeout: 20_000,
  },
});
