// Bundles the page that drives Segment's browser client, as a company's own build would.
export default {
  logLevel: "warn",
  build: { target: "es2022", lib: { entry: "page.mjs", formats: ["iife"], name: "page", fileName: () => "page.js" } },
};
