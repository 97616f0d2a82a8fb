/** What the rules make of the sample: the event as it would be, or why there is none. */
import type { MappingPreview } from "@/lib/shapes";
import { moment } from "@/lib/format";
import { t } from "@/lib/t";
import { Facts } from "@/ui/panel";
import { PropertyTree } from "@/ui/property-tree";
import classes from "./integrations.module.css";

type Outcome = MappingPreview["posts"][number];

export function MappingOutcome({ outcome, hasFaults }: { outcome: Outcome | null; hasFaults: boolean }) {
  return (
    <section aria-live="polite" aria-label={t("What the sample becomes")}>
      <h3 className={classes.heading}>{t("What the sample becomes")}</h3>
      {hasFaults && <p className="quiet">{t("Once the rules are complete, the event it becomes stands here.")}</p>}
      {!hasFaults && outcome && <Shown outcome={outcome} />}
    </section>
  );
}

function Shown({ outcome }: { outcome: Outcome }) {
  if (outcome.rule === null) return <p className={classes.why}>{outcome.faults[0]?.message ?? t("No rule fits it. It is kept until one does.")}</p>;
  if (outcome.is_passed || !outcome.event) return <p className="quiet">{t("Rule {n} passes it over.", { n: outcome.rule + 1 })}</p>;
  const { event, faults } = outcome;
  const rows = [
    { key: "event", label: t("Event"), value: event.name },
    ...(event.user ? [{ key: "user", label: t("Person"), value: event.user }] : []),
    ...(event.group ? [{ key: "group", label: t("Account"), value: event.group }] : []),
    ...(event.email ? [{ key: "email", label: t("E-mail"), value: event.email }] : []),
    { key: "at", label: t("When"), value: event.at ? moment(event.at) : t("as it comes") },
  ];
  return (
    <div className={classes.form} style={{ gap: 8 }}>
      {faults.length > 0 && <p className={classes.why}>{faults.map(({ message }) => message).join(" ")}</p>}
      <Facts facts={rows} />
      {[event.properties, event.traits, event.group_traits].map((part, place) => (Object.keys(part).length > 0 ? <PropertyTree key={place} value={part as Record<string, unknown>} /> : null))}
    </div>
  );
}
