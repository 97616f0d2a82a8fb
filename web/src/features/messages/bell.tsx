/** The bell at the end of every head: how much is unread, and the list of it. */
import { ActionIcon } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBell } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { number } from "@/lib/format";
import { t } from "@/lib/t";
import classes from "./bell.module.css";
import { unreadNoticesQuery, useBellLive } from "./use-bell";

const BellList = lazy(() => import("./bell-list").then(({ BellList: part }) => ({ default: part })));
const MOST = 99;

export function Bell() {
  useBellLive();
  const unread = useQuery(unreadNoticesQuery).data ?? 0;
  const [opened, { open, close }] = useDisclosure(false);
  const label = unread > 0 ? t("Notices, {n} unread", { n: unread }) : t("Notices");
  return (
    <>
      <ActionIcon className={classes.bell} size={32} onClick={open} aria-label={label} title={label} data-bell>
        <IconBell size={18} stroke={1.6} aria-hidden="true" />
        {unread > 0 && (
          <span className={`${classes.count ?? ""} num`} aria-hidden="true">
            {unread > MOST ? `${number(MOST)}+` : number(unread)}
          </span>
        )}
      </ActionIcon>
      <Suspense>{opened && <BellList onClose={close} />}</Suspense>
    </>
  );
}
