/** Light, dark, or as the system has it. */
import { type MantineColorScheme, useMantineColorScheme } from "@mantine/core";
import { useRememberChoice } from "@/lib/session";
import { t } from "@/lib/t";

export function schemes(): { key: MantineColorScheme; name: string }[] {
  return [
    { key: "auto", name: t("As the system") },
    { key: "light", name: t("Light") },
    { key: "dark", name: t("Dark") },
  ];
}

export function useColours(): (scheme: MantineColorScheme) => void {
  const { setColorScheme } = useMantineColorScheme();
  const remember = useRememberChoice();
  return (scheme) => {
    setColorScheme(scheme);
    remember({ color_scheme: scheme });
  };
}
