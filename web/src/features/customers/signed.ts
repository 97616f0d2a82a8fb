/** Points with their sign, with a true minus. */
import { number } from "@/lib/format";

export function signed(points: number): string {
  return points > 0 ? `+${number(points)}` : number(points).replace("-", "\u2212");
}
