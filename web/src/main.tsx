/** Starts the staff app: language and colours first, then the page. */
import "@fontsource-variable/bricolage-grotesque/wght.css";
import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import "@/ui/global.css";
import { createRoot } from "react-dom/client";
import { App } from "@/app";
import { beInstallable, staySound } from "@/lib/install";
import { guessLanguage, speak } from "@/lib/t";

async function start(): Promise<void> {
  if (import.meta.env.MODE === "fake") (await import("@/test/fake-browser")).installFakeServer();
  await speak(guessLanguage());
  const root = document.getElementById("root");
  if (root) createRoot(root).render(<App />);
}

staySound();
beInstallable();
void start();
