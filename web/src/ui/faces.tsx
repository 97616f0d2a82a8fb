/** Faces without pictures: round for people, a rounded square for customers, a dashed circle for Nobody. */
import { clsx } from "clsx";
import classes from "./faces.module.css";

const TINTS = ["fern", "sky", "plum", "amber", "stone"] as const;

/** The same name always wears the same tint. */
export function tintOf(name: string): (typeof TINTS)[number] {
  let sum = 7;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return TINTS[sum % TINTS.length] ?? "fern";
}

/** First letters of the first and the last word: "Ngọc Anh Phạm" is NP. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends.map((word) => [...(word ?? "")][0] ?? "").join("").toLocaleUpperCase();
}

export function PersonFace({ name, size = 22 }: { name: string; size?: number }) {
  return (
    <span aria-hidden="true" className={clsx(classes.face, classes.round, classes[tintOf(name)])} style={{ width: size, height: size, fontSize: Math.max(9, size * 0.38) }}>
      {initials(name)}
    </span>
  );
}

export function CustomerFace({ name, size = 20 }: { name: string; size?: number }) {
  const letter = [...name.trim()].find((sign) => /[\p{L}\p{N}]/u.test(sign)) ?? "?";
  return (
    <span aria-hidden="true" className={clsx(classes.face, classes.square, classes[`full-${tintOf(name)}`])} style={{ width: size, height: size, fontSize: size * 0.46, borderRadius: size > 30 ? 8 : 5 }}>
      {letter.toLocaleUpperCase()}
    </span>
  );
}

export function NobodyFace({ size = 22 }: { size?: number }) {
  return <span aria-hidden="true" className={clsx(classes.face, classes.round, classes.nobody)} style={{ width: size, height: size }} />;
}
