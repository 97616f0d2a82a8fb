/** The first run: six steps one may take in any order, leave, and come back to. Each is the real thing, not a tour. */
import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { clsx } from "clsx";
import { type ReactNode, useState } from "react";
import { ConnectSource } from "@/features/ingest/connect-source";
import { MappingPanels } from "@/features/ingest/mappings-section";
import { ChannelLoader } from "@/features/messages/channel-section";
import { InvitationsPanel } from "@/features/team/invitations-panel";
import { InviteDialog } from "@/features/team/invite-dialog";
import { OrganisationForm } from "@/features/team/organisation-form";
import { organisationQuery } from "@/features/team/use-organisation";
import { ChooseWorkflows } from "@/features/workflows/choose-workflows";
import { at, get, send } from "@/lib/http";
import { useSession } from "@/lib/session";
import type { FirstRun, StepState } from "@/lib/shapes";
import { t } from "@/lib/t";
import { PageBody, PageHead } from "@/ui/page";
import { Coming, reason, Wrong } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import classes from "./welcome-page.module.css";

const KEY = ["first-run"];

export function WelcomePage() {
  const { organisation } = useSession();
  const run = useQuery({ queryKey: KEY, queryFn: ({ signal }) => get<FirstRun>("/api/first-run", { signal }), refetchInterval: 10_000 });
  const [chosen, setChosen] = useState<string | null>(null);
  const client = useQueryClient();
  const navigate = useNavigate();
  const mark = useMutation({
    mutationFn: ({ step, done }: { step: string; done: boolean }) => send<FirstRun>("PUT", at`/api/first-run/${step}`, { done }),
    onSuccess: (now) => client.setQueryData(KEY, now),
    onError: (error) => warn(reason(error)),
  });
  const steps = run.data?.steps ?? [];
  const current = chosen ?? steps.find(({ state }) => state === "open")?.key ?? "channel";
  // Chosen once: a step that gets done while one is at it does not slip away.
  if (chosen === null && run.data) setChosen(current);
  const open = steps.filter(({ key, state }) => state === "open" && key !== current);
  const next = () => setChosen((open.find(({ key }) => steps.findIndex((one) => one.key === key) > steps.findIndex((one) => one.key === current)) ?? open[0])?.key ?? current);
  const pass = () => mark.mutate({ step: current, done: true }, { onSuccess: next });
  const over = async () => {
    await mark.mutateAsync({ step: "over", done: true });
    await client.invalidateQueries({ queryKey: ["session"] });
    say(t("The list is put away. Everything in it stands under Settings."), () => void send("PUT", "/api/first-run/over", { done: false }).then(() => client.invalidateQueries({ queryKey: ["session"] })));
    await navigate({ to: "/customers" });
  };
  const left = steps.filter(({ state }) => state === "open").length;
  return (
    <>
      <PageHead title={t("Getting started")} actions={<Button variant={left === 0 ? "filled" : "default"} onClick={() => void over()}>{left === 0 ? t("Done, go to the customers") : t("Put this list away")}</Button>} />
      <PageBody label={t("Getting started")}>
        {run.isPending && <Coming what={t("Reading how far you are")} rows={6} />}
        {run.isError && !run.data && <Wrong what={t("The list did not load.")} error={run.error} onRetry={() => void run.refetch()} />}
        {run.data && (
          <div className={classes.page}>
            <nav className={classes.steps} aria-label={t("Steps")}>
              <p className={classes.lead}>{left === 0 ? t("All is set for {organisation}.", { organisation: organisation.name }) : t("{n} steps are left for {organisation}. Leave at any time; the list waits.", { n: left, organisation: organisation.name })}</p>
              <ol className={classes.list}>
                {steps.map(({ key, state }, index) => (
                  <StepLink key={key} step={key} state={state} number={index + 1} on={key === current} onChoose={() => setChosen(key)} />
                ))}
              </ol>
            </nav>
            <Step step={current} onNext={next} onPass={pass} isLast={open.length === 0} state={steps.find(({ key }) => key === current)?.state ?? "open"} />
          </div>
        )}
      </PageBody>
    </>
  );
}

type LinkProps = { step: string; state: StepState; number: number; on: boolean; onChoose: () => void };

function StepLink({ step, state, number, on, onChoose }: LinkProps) {
  const done = state !== "open";
  return (
    <li>
      <button type="button" className={clsx(classes.step, on && classes.on)} aria-current={on ? "step" : undefined} onClick={onChoose}>
        <span className={clsx(classes.mark, done && classes.done)} aria-hidden="true">{done ? <IconCheck size={13} /> : number}</span>
        <span className="cut">{about(step).title}</span>
        <span className="hidden-words">{done ? t("done") : t("still to do")}</span>
      </button>
    </li>
  );
}

/** `isLast`: no other is open, so there is nothing to leave this one for. */
type StepProps = { step: string; state: StepState; isLast: boolean; onNext: () => void; onPass: () => void };

function Step({ step, state, isLast, onNext, onPass }: StepProps) {
  const { title, lead } = about(step);
  return (
    <section className={classes.body} aria-labelledby="step">
      <h2 id="step" className={classes.title}>
        {title}
      </h2>
      <p className={classes.about}>{lead}</p>
      <Content step={step} onNext={onNext} onPass={onPass} />
      <div className={classes.foot}>
        {state !== "open" && (
          <Button variant="default" onClick={onNext}>
            {t("Go on")}
          </Button>
        )}
        {state === "open" && <Pass step={step} isLast={isLast} onNext={onNext} onPass={onPass} />}
      </div>
    </section>
  );
}

/** A step that need not be taken is through when one says so; what is only left for later stays open. */
function Pass({ step, isLast, onNext, onPass }: Omit<StepProps, "state">) {
  const words = passWords(step);
  if (words === null && isLast) return null;
  return (
    <Button variant="subtle" onClick={words === null ? onNext : onPass}>
      {words ?? t("Leave this for later")}
    </Button>
  );
}

function Content({ step, onNext, onPass }: Pick<StepProps, "step" | "onNext" | "onPass">): ReactNode {
  if (step === "organisation") return <OrganisationStep onSaved={onPass} />;
  if (step === "source") return <ConnectSource />;
  if (step === "names") return <MappingPanels />;
  if (step === "workflows") return <ChooseWorkflows />;
  if (step === "team") return <TeamStep />;
  return <ChannelLoader onSaved={onNext} />;
}

/** Saved as it stands is described too: what was guessed may have been right. */
function OrganisationStep({ onSaved }: { onSaved: () => void }) {
  const query = useQuery(organisationQuery);
  if (query.isPending) return <Coming what={t("Reading the settings")} rows={5} />;
  if (query.isError) return <Wrong what={t("The settings did not load.")} error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      <OrganisationForm now={query.data} onSaved={onSaved} />
      <p className="quiet small">
        <Link to="/settings/organisation">{t("Business hours, colour and logo stand under Settings, Organisation.")}</Link>
      </p>
    </>
  );
}

function TeamStep() {
  const [inviting, setInviting] = useState(false);
  const client = useQueryClient();
  const close = () => {
    setInviting(false);
    void client.invalidateQueries({ queryKey: KEY });
  };
  return (
    <>
      <div>
        <Button onClick={() => setInviting(true)}>{t("Invite somebody")}</Button>
      </div>
      <InvitationsPanel />
      {inviting && <InviteDialog onClose={close} />}
    </>
  );
}

function about(step: string): { title: string; lead: string } {
  const words: Record<string, { title: string; lead: string }> = {
    organisation: { title: t("Describe your organisation"), lead: t("Name and zone stand in every letter and decide when a day begins.") },
    source: { title: t("Connect your product"), lead: t("Everything begins with events. Send one, and watch it arrive.") },
    names: { title: t("Say what your events mean"), lead: t("Your own names, mapped to the ones workflows, scores and features know.") },
    workflows: { title: t("Choose what is done"), lead: t("The ones for your team are on already. Those that write to customers wait for your word; each counts from the moment you switch it on.") },
    team: { title: t("Invite your team"), lead: t("Each by mail, with a role that decides what they see and may do.") },
    channel: { title: t("Decide where letters go"), lead: t("Into the mailbox on screen, until you name a mail server. A test tells whether it works.") },
  };
  return words[step] ?? { title: step, lead: "" };
}

function passWords(step: string): string | null {
  if (step === "names") return t("Our names already match the plan");
  if (step === "channel") return t("Keep the mailbox on screen for now");
  if (step === "team") return t("I am alone for now");
  return null;
}
