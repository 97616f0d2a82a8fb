/** Changes the language of the screens, at once and for the next sign-in. */
import { useRememberChoice } from "@/lib/session";
import { type Language, speak } from "@/lib/t";

export function useLanguage(): (language: Language) => void {
  const remember = useRememberChoice();
  return (language) => {
    remember({ language });
    void speak(language);
  };
}
