/** Builds the programs that run in other companies' pages: one plain file each, nothing shared, no module loader. */
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";

/** Address of each program below the product's own, and where it begins. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  "perennia.js": "./perennia.ts",
  "perennia-feedback.js": "./feedback.ts",
  "perennia-guide.js": "../guide/main.ts",
};

/** Adds them to the build of the app, so that one command makes all. */
export function programsForPages(): Plugin {
  let outDir = "";
  return {
    name: "perennia-programs-for-pages",
    apply: "build",
    configResolved: (config) => {
      outDir = config.build.outDir;
    },
    async closeBundle() {
      for (const [file, entry] of Object.entries(PROGRAMS)) await program(file, entry, outDir);
    },
  };
}

async function program(file: string, entry: string, outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: fileURLToPath(new URL("..", import.meta.url)),
    logLevel: "warn",
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: false,
      target: "es2020",
      modulePreload: false,
      lib: { entry: fileURLToPath(new URL(entry, import.meta.url)), formats: ["iife"], name: "_", fileName: () => file },
    },
  });
}
