/** Both languages say everything, with the same values in it. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { speak, t, type Text } from "@/lib/t";
import { one } from "@/lib/texts/english-one";
import { vi } from "@/lib/texts/vi";

const texts = Object.entries(vi);
const values = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).toSorted();

afterEach(() => speak("en"));

test("every text has its Vietnamese words", () => {
  expect(texts.filter(([, said]) => said.trim() === "")).toEqual([]);
});

test("a translation keeps the values of its text", () => {
  expect(texts.filter(([key, said]) => values(key).join() !== values(said).join())).toEqual([]);
});

test("a singular belongs to a text there is, and brings no value of its own", () => {
  for (const [key, said] of Object.entries(one)) {
    expect(vi).toHaveProperty([key]);
    expect(values(key)).toEqual(expect.arrayContaining(values(said)));
  }
});

test("no text is kept that no screen says", () => {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith(path.join("lib", "texts")) && !name.startsWith("test"))
    .map((name) => readFileSync(path.join("src", name), "utf8"))
    .join("\n");
  const said = (key: string) => sources.includes(`t(${JSON.stringify(key)}`) || sources.includes(`t('${key}'`);
  expect(Object.keys(vi).filter((key) => !said(key))).toEqual([]);
});

test("a count of one is said in the singular, any other in the plural", () => {
  expect(t("{n} customers", { n: 1 })).toBe("1 customer");
  expect(t("{n} customers", { n: 12_400 })).toBe("12,400 customers");
});

test("the context of a key is not shown", () => {
  expect(t("Off|state")).toBe("Off");
});

test("Vietnamese is spoken once it is chosen", async () => {
  await speak("vi");
  expect(t("Customers" satisfies Text)).toBe("Khách hàng");
  expect(t("{n} customers", { n: 1 })).toBe("1 khách hàng");
});
