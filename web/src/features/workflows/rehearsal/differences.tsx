/** What would change if the draft ran instead of what runs now. */
import { number } from "@/lib/format";
import type { RehearsalSide } from "@/lib/shapes";
import { t } from "@/lib/t";
import { Panel } from "@/ui/panel";
import { SimpleTable } from "@/ui/simple-table";
import { figures } from "./figures";

type Row = { key: string; label: string; now: number; draft: number };

export function Differences({ sides }: { sides: RehearsalSide[] }) {
  const draft = sides.find(({ of }) => of === "draft");
  const running = sides.find(({ of }) => of === "running");
  if (!draft || !running) return null;
  const rows: Row[] = figures().map(({ key, label }) => ({ key, label, now: running[key], draft: draft[key] }));
  const moved = rows.filter(({ now, draft: then }) => now !== then);
  return (
    <Panel title={t("What would change")} flush>
      <SimpleTable
        label={t("What would change")}
        rows={moved}
        keyOf={({ key }) => key}
        none={t("Nothing: both would have done the same.")}
        columns={[
          { key: "what", head: t("What"), cell: ({ label }) => label },
          { key: "now", head: t("What runs now"), end: true, cell: ({ now }) => <span className="num">{number(now)}</span> },
          { key: "draft", head: t("The draft"), end: true, cell: ({ draft: then }) => <span className="num">{number(then)}</span> },
          { key: "by", head: t("Difference"), end: true, cell: ({ now, draft: then }) => <span className="num strong">{signed(then - now)}</span> },
        ]}
      />
    </Panel>
  );
}

function signed(by: number): string {
  return by > 0 ? `+${number(by)}` : `−${number(-by)}`;
}
