/** What workflows are built from: the entries of the catalogue with their forms, and what their fields choose from. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { get } from "@/lib/http";
import type { BuildingBlocks, BuildingChoices, Page, SegmentField } from "@/lib/shapes";
import type { AskedField } from "@/ui/condition/condition";
import type { Block } from "@/ui/schema-form/schema";
import type { Offer, World } from "@/ui/schema-form/world";
import type { Blocks } from "./definition";
import { MessageWords } from "./message-words";

const entriesQuery = queryOptions({ queryKey: ["builder", "entries"], queryFn: ({ signal }) => get<BuildingBlocks>("/api/builder/entries", { signal }), staleTime: 600_000 });
const choicesQuery = queryOptions({ queryKey: ["builder", "choices"], queryFn: ({ signal }) => get<BuildingChoices>("/api/builder/choices", { signal }), staleTime: 60_000 });

function fieldsQuery(subject: string) {
  return queryOptions({ queryKey: ["builder", "fields", subject], queryFn: ({ signal }) => get<Page<SegmentField>>("/api/builder/fields", { query: { subject }, signal }), staleTime: 60_000 });
}

export type Building = { blocks: Blocks; world: World; names: string[] };

export function useBuilding(subject: string): { building: Building | null; error: Error | null; again: () => void } {
  const entries = useQuery(entriesQuery);
  const choices = useQuery(choicesQuery);
  const fields = useQuery(fieldsQuery(subject));
  const building = useMemo(() => (entries.data && choices.data && fields.data ? together(entries.data, choices.data, fields.data.items as AskedField[], subject) : null), [entries.data, choices.data, fields.data, subject]);
  const all = [entries, choices, fields];
  return { building, error: all.find(({ error }) => error)?.error ?? null, again: () => all.forEach((one) => void one.refetch()) };
}

function together(entries: BuildingBlocks, choices: BuildingChoices, fields: AskedField[], subject: string): Building {
  const plain = (names: string[]): Offer[] => names.map((name) => ({ value: name, label: name }));
  const offers: Record<string, Offer[]> = {
    pipelines: choices.pipelines, tags: plain(choices.tags), features: plain(choices.features), traits: plain(choices.traits), events: plain(choices.events), roles: choices.roles, members: choices.members,
    contact_roles: choices.contact_roles, channels: choices.channels, places: choices.places, endpoints: choices.endpoints, sessions: choices.sessions, workflows: choices.workflows, segments: choices.segments.filter((one) => one.subject === subject),
  };
  return {
    blocks: { actions: entries.actions as Block[], flow: entries.flow as Block[] },
    world: { offers, stages: choices.stages, triggers: entries.triggers as Block[], conditions: entries.conditions as Block[], fields, subject, widgets: { message: MessageWords } },
    names: choices.names,
  };
}
