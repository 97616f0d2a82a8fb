/** Our own small ESLint rules, one for each habit that no ready-made rule knows. */
import path from "node:path";

const KEBAB = /^[a-z0-9$_]+([-.][a-z0-9$_]+)*$/;
const WORDS = /\p{L}{2,}/u;
const SPOKEN = new Set(["aria-label", "alt", "title", "label", "placeholder", "description", "error"]);

const kebabCase = {
  create: (context) => ({
    Program(node) {
      const name = path.basename(context.filename).replace(/\.(test\.)?tsx?$/, "").replace(/^__/, "");
      if (!KEBAB.test(name)) context.report({ node, message: `Name the file in kebab-case, not "${name}".` });
    },
  }),
};

const namedExports = {
  create: (context) => ({
    ExportDefaultDeclaration: (node) => context.report({ node, message: "Export by name, so that one word means one thing." }),
  }),
};

const noBarrel = {
  create: (context) => ({
    ExportAllDeclaration: (node) => context.report({ node, message: "No barrels: import from the file itself." }),
  }),
};

const wordsThroughT = {
  create: (context) => ({
    JSXText(node) {
      if (WORDS.test(node.value)) context.report({ node, message: `Say "${node.value.trim()}" through t.` });
    },
    JSXAttribute(node) {
      const spoken = SPOKEN.has(String(node.name.name)) && node.value?.type === "Literal";
      if (spoken && WORDS.test(String(node.value.value))) context.report({ node, message: `Say ${node.name.name} through t.` });
    },
  }),
};

const firstLineSaysWhat = {
  create: (context) => ({
    Program(node) {
      if (!/^(\s*\/\/[^\n]*\n)*\s*\/\*\*/.test(context.sourceCode.text)) context.report({ node, message: "Begin with a sentence that says what this file is." });
    },
  }),
};

export const house = {
  rules: {
    "kebab-case": kebabCase,
    "named-exports": namedExports,
    "no-barrel": noBarrel,
    "words-through-t": wordsThroughT,
    "first-line-says-what": firstLineSaysWhat,
  },
};
