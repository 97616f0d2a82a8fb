/** The mailbox: what was delivered on this machine, and what was not sent and why. */
import { t } from "@/lib/t";
import { PageHead } from "@/ui/page";
import { TabRow } from "@/ui/tab-row";
import { MailList } from "./mail-list";
import { NotSent } from "./not-sent";
import type { Audience } from "./use-mailbox";

export type MailboxSearch = { mail?: string; audience?: "customer" | "team"; view?: "waiting" | "held" | "failed" | "unknown" };
type Props = { search: MailboxSearch; onSearch: (search: MailboxSearch) => void };
type View = "all" | "customer" | "team" | "waiting" | "held" | "failed" | "unknown";

export function MailboxPage({ search, onSearch }: Props) {
  const view: View = search.view ?? search.audience ?? "all";
  return (
    <>
      <PageHead title={t("Mailbox")} beside={<span className="quiet wide-only">{t("Delivered on this machine; nothing leaves it by mistake.")}</span>} />
      <TabRow label={t("Mail and what was not sent")} tabs={tabs()} value={view} onChange={(key) => onSearch(addressOf(key))} />
      {search.view === undefined ? (
        <MailList audience={(search.audience ?? "") satisfies Audience} opened={search.mail} onOpen={(mail) => onSearch({ ...search, mail })} onClose={() => onSearch(addressOf(view))} />
      ) : (
        <NotSent key={search.view} view={search.view} />
      )}
    </>
  );
}

function tabs(): { key: View; label: string }[] {
  return [
    { key: "all", label: t("All mail") },
    { key: "customer", label: t("To customers") },
    { key: "team", label: t("To the team") },
    { key: "waiting", label: t("Waiting") },
    { key: "held", label: t("Held") },
    { key: "failed", label: t("Failed") },
    { key: "unknown", label: t("Not known") },
  ];
}

function addressOf(view: View): MailboxSearch {
  if (view === "all") return {};
  return view === "customer" || view === "team" ? { audience: view } : { view };
}
