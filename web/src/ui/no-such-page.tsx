/** The page for an address that leads nowhere: one sentence and the way back. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { t } from "@/lib/t";
import { Empty } from "./states";

export function NoSuchPage() {
  useEffect(() => {
    document.title = `${t("There is no such page")} · Perennia`;
  }, []);
  const home = (
    <Button component={Link} to="/" mt={8}>
      {t("Go to Customers")}
    </Button>
  );
  return (
    <main style={{ minHeight: "100dvh", display: "grid", placeContent: "center" }}>
      <h1 className="hidden-words">{t("There is no such page")}</h1>
      <Empty title={t("There is no such page")} action={home}>
        {t("The address may be cut short, or what it led to has moved. Nothing is lost.")}
      </Empty>
    </main>
  );
}
