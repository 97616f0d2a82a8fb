/** Takes the list at hand along as a file, with the filters it has. */
import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { t } from "@/lib/t";

type Props = { hrefs: { csv: string; json: string } };

export function ExportMenu({ hrefs }: Props) {
  return (
    <Menu width={260} position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} aria-hidden="true" />}>
          {t("Export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("All rows of this list, with its filters")}</Menu.Label>
        <Menu.Item component="a" href={hrefs.csv} download>
          {t("CSV, for a spreadsheet")}
        </Menu.Item>
        <Menu.Item component="a" href={hrefs.json} download>
          {t("JSON, for a program")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
