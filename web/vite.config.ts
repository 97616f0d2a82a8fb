/** How the staff app is built, served while developing, and tested. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { programsForPages } from "./snippet/build.ts";

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

/** Writes the service worker of this build: it knows the files of the first load by name, so no other build's are kept. */
function serviceWorker(): Plugin {
  return {
    name: "perennia-service-worker",
    apply: "build",
    generateBundle(_, bundle) {
      const parts = Object.values(bundle);
      const entry = parts.find((part) => part.type === "chunk" && part.isEntry);
      const first = entry?.type === "chunk" ? [entry.fileName, ...entry.imports, ...(entry.viteMetadata?.importedCss ?? [])] : [];
      const shell = [...first.map((name) => `/${name}`), "/favicon.svg", "/manifest.webmanifest"];
      const build = createHash("sha256").update(parts.map(({ fileName }) => fileName).toSorted().join()).digest("hex").slice(0, 16);
      const source = readFileSync(fileURLToPath(new URL("./worker/service-worker.js", import.meta.url)), "utf8");
      this.emitFile({ type: "asset", fileName: "service-worker.js", source: source.replace("__BUILD__", build).replace("__SHELL__", JSON.stringify(shell)) });
    },
  };
}

export default defineConfig({
  plugins: [
    themeWithoutComponents(),
    serviceWorker(),
    programsForPages(),
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
    testTimeout: 90_000,
  },
});
