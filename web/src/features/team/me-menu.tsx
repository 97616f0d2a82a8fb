/** Who I am, at the foot of the navigation: language, colours, settings and the way out. */
import { Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { IconCheck, IconKeyboard, IconLogout, IconSettings } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { clsx } from "clsx";
import { useSession } from "@/lib/session";
import { language, languages, t } from "@/lib/t";
import { PersonFace } from "@/ui/faces";
import { schemes, useColours } from "./use-colours";
import { roleName } from "./role-name";
import classes from "./me-menu.module.css";
import { useSignOut } from "./use-sign-out";
import { useLanguage } from "./use-language";

export function MeMenu({ onKeys, folded }: { onKeys: () => void; folded: boolean }) {
  const { member } = useSession();
  const { colorScheme } = useMantineColorScheme();
  const choose = useColours();
  const speakNow = useLanguage();
  const signOut = useSignOut();
  const navigate = useNavigate();
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <UnstyledButton className={clsx(classes.me, folded && classes.folded)} aria-label={t("{name}: language, colours, sign out", { name: member.name })}>
          <PersonFace name={member.name} size={24} />
          <span className={classes.words}>
            <span className={clsx(classes.name, "cut")}>{member.name}</span>
            <span className={clsx(classes.role, "cut")}>{roleName(member.role)}</span>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("Colours")}</Menu.Label>
        {schemes().map(({ key, name }) => (
          <Menu.Item key={key} onClick={() => choose(key)} rightSection={colorScheme === key && <IconCheck size={14} aria-hidden="true" />}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Label>{t("Language")}</Menu.Label>
        {languages.map(({ key, name }) => (
          <Menu.Item key={key} lang={key} onClick={() => speakNow(key)} rightSection={language() === key && <IconCheck size={14} aria-hidden="true" />}>
            {name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={15} aria-hidden="true" />} rightSection={<span className="quiet">{"?"}</span>} onClick={onKeys}>
          {t("All keys")}
        </Menu.Item>
        <Menu.Item leftSection={<IconSettings size={15} aria-hidden="true" />} onClick={() => void navigate({ to: "/settings/you" })}>
          {t("Settings")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden="true" />} onClick={signOut}>
          {t("Sign out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
