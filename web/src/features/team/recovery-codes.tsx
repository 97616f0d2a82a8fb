/** Ten codes for the day the phone is gone; shown once. */
import { Button, CopyButton, Group } from "@mantine/core";
import { t } from "@/lib/t";
import classes from "./second-step-panel.module.css";

export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <>
      <p className={classes.about}>{t("Keep these where you keep passwords. Each opens your account once when the phone is not at hand. They are not shown again.")}</p>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Group gap="sm">
        <CopyButton value={codes.join("\n")}>{({ copied, copy }) => <Button onClick={copy}>{copied ? t("Copied") : t("Copy all")}</Button>}</CopyButton>
        <Button variant="default" onClick={onDone}>
          {t("I have kept them")}
        </Button>
      </Group>
    </>
  );
}
