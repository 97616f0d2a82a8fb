/** Addresses and the features they are. */
import { expect, test } from "vitest";
import { featureAt, pathOf } from "./places";

test.each([
  ["/reports", "/reports/*", true],
  ["/reports/", "/reports/*", true],
  ["/reports/7/edit", "/reports/*", true],
  ["/reportsx", "/reports/*", false],
  ["/reports", "/reports", true],
  ["/reports/", "/reports", true],
  ["/reports/7", "/reports", false],
  ["/acme/reports/7", "/*/reports/*", true],
  ["/acme/boards/7", "/*/reports/*", false],
  ["/a/settings", "*/settings", true],
  ["/a/settings/x", "*/settings", false],
  ["/anything", "*", true],
  ["/a.b+c(d", "/a.b+c(d", true],
  ["/ab", "/a*b*b", false],
  ["/a-b-b", "/a*b*b", true],
])("%s fits %s: %s", (path, pattern, fits) => {
  expect(featureAt(path, [[pattern, "It"]])).toBe(fits ? "It" : null);
});

test("the first that fits counts, and nobody's pattern takes for ever", () => {
  expect(featureAt("/a/b", [["/a/b", "Both"], ["/a/*", "One"]])).toBe("Both");
  const began = performance.now();
  expect(featureAt("/" + "a".repeat(5000), [["/" + "*a".repeat(90) + "b", "It"]])).toBeNull();
  expect(performance.now() - began).toBeLessThan(200);
});

test("an address behind #/ is one of an app that routes there", () => {
  expect(pathOf({ pathname: "/app/", hash: "#/reports/7?x=1" })).toBe("/app/reports/7");
  expect(pathOf({ pathname: "/app", hash: "#!/reports" })).toBe("/app/reports");
  expect(pathOf({ pathname: "/app", hash: "#section" })).toBe("/app");
});
