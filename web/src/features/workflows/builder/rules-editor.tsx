/** The rules of a workflow: its name, whom it is about, how often one may enter, what ends it early. */
import { Select, Textarea, TextInput } from "@mantine/core";
import { t } from "@/lib/t";
import { PageBody } from "@/ui/page";
import { Panel } from "@/ui/panel";
import { faultAt, faultsWithin, type Params } from "@/ui/schema-form/schema";
import { TriggerField } from "@/ui/schema-form/trigger-field";
import { FormWorld } from "@/ui/schema-form/world";
import { Widget as Span } from "@/ui/schema-form/widgets/duration";
import { Widget as Triggers } from "@/ui/schema-form/widgets/triggers";
import { Coming, Wrong } from "@/ui/states";
import own from "./builder.module.css";
import { ConflictBar } from "./conflict-bar";
import { useBuilding } from "./use-building";
import type { DraftHand } from "./use-draft";

type Faults = { field: string; message: string }[];

export function RulesEditor({ hand }: { hand: DraftHand }) {
  const { building, error, again } = useBuilding(hand.definition.subject);
  const faults = hand.draft.faults.filter(({ step }) => step === "").map(({ where, message }) => ({ field: where, message }));
  if (!building) return error ? <Wrong what={t("What workflows are built from did not load.")} error={error} onRetry={again} /> : <Coming what={t("Reading what workflows are built from")} />;
  return (
    <FormWorld value={building.world}>
      {hand.state === "conflict" && <ConflictBar hand={hand} />}
      <PageBody label={t("Rules")}>
        <div className={own.rules}>
          <About hand={hand} faults={faults} />
          <Entry hand={hand} faults={faults} />
          <Ending hand={hand} faults={faults} />
        </div>
      </PageBody>
    </FormWorld>
  );
}

type Props = { hand: DraftHand; faults: Faults };

function useSet({ definition, change }: DraftHand) {
  const text = (name: string) => (typeof definition[name] === "string" ? (definition[name] as string) : "");
  const set = (name: string, value: unknown) => change((was) => ({ ...was, [name]: value }), name);
  return { text, set };
}

function About({ hand, faults }: Props) {
  const { text, set } = useSet(hand);
  const line = (name: string, label: string) => <TextInput label={label} value={text(name)} maxLength={120} error={faultAt(faults, name)} onChange={(event) => set(name, event.currentTarget.value)} />;
  const lines = (name: string, label: string) => <Textarea label={label} value={text(name)} maxLength={500} autosize minRows={2} onChange={(event) => set(name, event.currentTarget.value)} />;
  return (
    <Panel title={t("What it is")}>
      <div className={own.words}>
        <div className={own.two}>
          {line("label", t("Name"))}
          {line("label_vi", t("Name in Vietnamese"))}
          {lines("description", t("What it is for"))}
          {lines("description_vi", t("What it is for, in Vietnamese"))}
          <Select label={t("Speaks to")} data={[{ value: "customer_touch", label: t("Customers") }, { value: "internal_notification", label: t("The team") }]} value={text("audience")} onChange={(next) => next && set("audience", next)} allowDeselect={false} />
          <Select label={t("About")} description={hand.draft.version > 0 ? t("Stays as it was published.") : undefined} error={faultAt(faults, "subject")} disabled={hand.draft.version > 0} inputWrapperOrder={["label", "input", "error", "description"]} data={[{ value: "contact", label: t("each contact") }, { value: "customer", label: t("each customer") }]} value={text("subject")} onChange={(next) => next && set("subject", next)} allowDeselect={false} />
        </div>
      </div>
    </Panel>
  );
}

function Entry({ hand, faults }: Props) {
  const { text, set } = useSet(hand);
  const [rule = "once", rest = ""] = text("re_entry").split(/ (.*)/s);
  const rules = [
    { value: "once", label: t("Never again") },
    { value: "every_time", label: t("Every time") },
    { value: "after", label: t("After some time") },
    { value: "per", label: t("Once for each value of the event") },
  ];
  const choose = (next: string | null) => next && set("re_entry", next === "after" ? "after P30D" : next === "per" ? "per properties.invoice" : next);
  return (
    <Panel title={t("How often somebody may enter")}>
      <div className={own.two}>
        <Select label={t("Enters again")} data={rules} value={rule} onChange={choose} allowDeselect={false} error={rule === "once" || rule === "every_time" ? faultAt(faults, "re_entry") : undefined} />
        {rule === "after" && <Span name="re_entry" field={{}} all={{}} within={[]} label={t("After")} help={undefined} wrong={faultAt(faults, "re_entry")} disabled={false} value={rest} onChange={(next) => set("re_entry", `after ${String(next ?? "")}`)} />}
        {rule === "per" && <TextInput label={t("Which value")} description={t("Of the event that lets them in, such as properties.invoice")} inputWrapperOrder={["label", "input", "error", "description"]} error={faultAt(faults, "re_entry")} value={rest} maxLength={200} onChange={(event) => set("re_entry", `per ${event.currentTarget.value.replace(/\s/g, "")}`)} />}
      </div>
    </Panel>
  );
}

function Ending({ hand, faults }: Props) {
  const { text, set } = useSet(hand);
  const goal = hand.definition["goal"] as Params | null | undefined;
  const standstill = [
    { value: "once", label: t("Do the last step that came due, late") },
    { value: "skip", label: t("Leave out what came due meanwhile") },
    { value: "all", label: t("Do all that came due") },
  ];
  return (
    <Panel title={t("When it ends early")}>
      <div className={own.words}>
        <Select
          label={t("Goal")}
          data={[{ value: "none", label: t("No goal") }, { value: "goal", label: t("Ends when something is reached") }]}
          value={goal ? "goal" : "none"}
          onChange={(next) => set("goal", next === "goal" ? {} : null)}
          allowDeselect={false}
        />
        {goal && <TriggerField label={t("It is reached when")} value={goal} onChange={(next) => set("goal", next)} wrong={faultsWithin(faults, "goal").length === 0 ? faultAt(faults, "goal") : undefined} faults={faultsWithin(faults, "goal")} disabled={false} />}
        <Triggers name="exits" field={{}} all={{}} label={t("Leaves when")} help={undefined} value={hand.definition["exits"]} onChange={(next) => set("exits", next)} wrong={undefined} within={faultsWithin(faults, "exits")} disabled={false} />
        <Select label={t("After a standstill")} data={standstill} value={text("catch_up") || "once"} onChange={(next) => next && set("catch_up", next)} allowDeselect={false} />
        <p className={own.about}>{t("Quiet hours, caps and consent hold for all workflows together; they stand in the settings. What a message may do besides stands at its step.")}</p>
      </div>
    </Panel>
  );
}
