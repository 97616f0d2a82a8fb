/** A secret that is shown once: to copy, then gone. */
import { Button, CopyButton, Group, TextInput } from "@mantine/core";
import { t } from "@/lib/t";

export function SecretBox({ secret, about, onDone }: { secret: string; about: string; onDone: () => void }) {
  return (
    <>
      <TextInput readOnly label={about} value={secret} onFocus={(event) => event.currentTarget.select()} styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }} />
      <Group justify="flex-end" gap="sm" mt={20}>
        <Button variant="default" onClick={onDone}>
          {t("Done|close")}
        </Button>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button onClick={copy} data-autofocus>
              {copied ? t("Copied") : t("Copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
    </>
  );
}
