/** Where one is signed in; each place can be signed out, or all but this one. */
import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { at, send } from "@/lib/http";
import type { Account, Login } from "@/lib/shapes";
import { t } from "@/lib/t";
import { StateChip } from "@/ui/chips";
import { Ago } from "@/ui/moment";
import { Panel } from "@/ui/panel";
import { SimpleTable } from "@/ui/simple-table";
import { Coming, reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { accountQuery } from "./use-account";

export function LoginsPanel() {
  const account = useQuery(accountQuery);
  const client = useQueryClient();
  const done = (text: string) => (now: Account) => {
    client.setQueryData(accountQuery.queryKey, now);
    say(text);
  };
  const refused = (error: Error) => warn(reason(error));
  const end = useMutation({ mutationFn: (id: number) => send<Account>("DELETE", at`/api/account/logins/${id}`), onSuccess: done(t("Signed out there")), onError: refused });
  const all = useMutation({ mutationFn: () => send<Account>("DELETE", "/api/account/logins"), onSuccess: done(t("Signed out everywhere else")), onError: refused });
  const everywhere = (
    <Button variant="subtle" size="compact-xs" loading={all.isPending} onClick={() => all.mutate()}>
      {t("Sign out everywhere else")}
    </Button>
  );
  return (
    <Panel title={t("Where you are signed in")} aside={everywhere} flush>
      {account.isPending && <Coming what={t("Reading your account")} rows={2} />}
      {account.data && (
        <SimpleTable
          label={t("Where you are signed in")}
          rows={account.data.logins}
          keyOf={(row) => String(row.id)}
          none={t("Only here.")}
          columns={[
            { key: "agent", head: t("Browser"), cell: (row: Login) => browserName(row.agent) },
            { key: "origin", head: t("From"), wideOnly: true, cell: (row) => <span className="num quiet">{row.origin}</span> },
            { key: "seen", head: t("Last used"), cell: (row) => <Ago at={row.seen_at} /> },
            { key: "end", head: <span className="hidden-words">{t("Sign out")}</span>, end: true, cell: (row) => <End row={row} onEnd={() => end.mutate(row.id)} /> },
          ]}
        />
      )}
    </Panel>
  );
}

function End({ row, onEnd }: { row: Login; onEnd: () => void }) {
  if (row.is_this) return <StateChip tone="good">{t("This one")}</StateChip>;
  return (
    <Button variant="subtle" color="red" onClick={onEnd}>
      {t("Sign out")}
    </Button>
  );
}

/** "Firefox, Linux" out of what a browser says of itself. */
export function browserName(agent: string): string {
  const browsers: [RegExp, string][] = [[/Edg\//, "Edge"], [/OPR\//, "Opera"], [/Firefox\//, "Firefox"], [/Chrome\//, "Chrome"], [/Safari\//, "Safari"]];
  const systems: [RegExp, string][] = [[/iPhone|iPad/, "iOS"], [/Android/, "Android"], [/Windows/, "Windows"], [/Mac OS X/, "macOS"], [/Linux|X11/, "Linux"]];
  const named = [browsers, systems].map((known) => known.find(([sign]) => sign.test(agent))?.[1]).filter(Boolean);
  return named.join(", ") || agent.slice(0, 40) || t("not known");
}
