/** Builds the guide: one classic script for pages of any product, beside the staff app's files. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  publicDir: false,
  build: {
    outDir: here("../../src/perennia/web_dist"),
    emptyOutDir: false,
    copyPublicDir: false,
    target: "es2022",
    lib: { entry: here("main.ts"), formats: ["iife"], name: "perenniaGuideBundle", fileName: () => "perennia-guide.js" },
  },
});
