/** Speaks the signed-in member's language from the first page on. */
import type { Session } from "@/lib/shapes";
import { language, speak } from "@/lib/t";

export async function speakAsMember(session: Session): Promise<void> {
  const wanted = session.member.language.slice(0, 2) === "vi" ? "vi" : "en";
  if (wanted !== language()) await speak(wanted);
}
