/** The house rules of the staff app: who may import whom, how files are named, and that every word goes through `t`. */
import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";
import { house } from "./lint/house.js";

const features = ["team", "ingest", "customers", "desk", "messages", "workflows", "imports", "webhooks", "knowledge"];
const not = (group, message) => ({ "no-restricted-imports": ["error", { patterns: [{ group, message }] }] });

export default tseslint.config(
  { ignores: ["dist", ".cache", "node_modules", "src/route-tree.gen.ts", "src/api/schema.d.ts"] },
  js.configs.recommended,
  { files: ["worker/*.js"], languageOptions: { globals: { self: "readonly", caches: "readonly", fetch: "readonly", URL: "readonly", __SHELL__: "readonly" } } },
  ...tseslint.configs.strict,
  ...tseslint.configs.stylistic,
  {
    files: ["src/**/*.{ts,tsx}", "{snippet,guide}/**/*.ts"],
    plugins: { "react-hooks": hooks, house },
    rules: {
      ...hooks.configs.recommended.rules,
      "react-hooks/incompatible-library": "off",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/no-non-null-assertion": "error",
      "house/kebab-case": "error",
      "house/named-exports": "error",
      "house/no-barrel": "error",
      "house/words-through-t": "error",
      "house/first-line-says-what": "error",
      "max-lines": ["error", { max: 250 }],
    },
  },
  { files: ["src/**/*.tsx"], ignores: ["src/**/*.test.tsx"], rules: { "max-lines-per-function": ["error", { max: 120 }] } },
  { files: ["src/ui/**"], rules: not(["@/features/*", "@/routes/*", "@/api/*", "@/test/*"], "ui/ knows no feature and no server: hand it what it needs.") },
  { files: ["src/lib/**"], rules: not(["@/features/*", "@/routes/*", "@/ui/*", "@/test/*"], "lib/ stands below features and ui.") },
  { files: ["snippet/**", "guide/**"], rules: not(["@/*"], "What runs in other companies' pages has nothing of the app's, or it grows.") },
  { files: ["snippet/stub.js"], rules: { "no-undef": "off", "no-unused-expressions": "off", "@typescript-eslint/no-unused-expressions": "off" } },
  ...features.map((name) => ({
    files: [`src/features/${name}/**`],
    rules: not(
      ["@/routes/*", ...features.filter((other) => other !== name).flatMap((other) => [`@/features/${other}/*`, `../${other}/*`])],
      "No feature imports a feature: let the route put them together.",
    ),
  })),
  // Taken over as it is; a theme reads better whole.
  { files: ["src/ui/theme.ts"], rules: { "max-lines": "off" } },
  { files: ["src/**/*.test.{ts,tsx}", "src/test/**"], rules: { "house/words-through-t": "off" } },
);
