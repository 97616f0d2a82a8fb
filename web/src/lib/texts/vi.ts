/** Vietnamese, all stations together; its keys are all the texts there are. */
import { accounts } from "@/lib/texts/vi-accounts";
import { builder } from "@/lib/texts/vi-builder";
import { channels } from "@/lib/texts/vi-channels";
import { customers } from "@/lib/texts/vi-customers";
import { desk } from "@/lib/texts/vi-desk";
import { everywhere } from "@/lib/texts/vi-everywhere";
import { finish } from "@/lib/texts/vi-finish";
import { guidance } from "@/lib/texts/vi-guidance";
import { imports } from "@/lib/texts/vi-imports";
import { ingest } from "@/lib/texts/vi-ingest";
import { integrations } from "@/lib/texts/vi-integrations";
import { keys } from "@/lib/texts/vi-keys";
import { messages } from "@/lib/texts/vi-messages";
import { notices } from "@/lib/texts/vi-notices";
import { pages } from "@/lib/texts/vi-pages";
import { polish } from "@/lib/texts/vi-polish";
import { records } from "@/lib/texts/vi-records";
import { rehearsal } from "@/lib/texts/vi-rehearsal";
import { screens } from "@/lib/texts/vi-screens";
import { scoring } from "@/lib/texts/vi-scoring";
import { segments } from "@/lib/texts/vi-segments";
import { sessions } from "@/lib/texts/vi-sessions";
import { settings } from "@/lib/texts/vi-settings";
import { team } from "@/lib/texts/vi-team";
import { texts } from "@/lib/texts/vi-texts";
import { webhooks } from "@/lib/texts/vi-webhooks";
import { workflows } from "@/lib/texts/vi-workflows";

export const vi = {
  ...everywhere,
  ...accounts,
  ...builder,
  ...channels,
  ...customers,
  ...desk,
  ...finish,
  ...guidance,
  ...imports,
  ...ingest,
  ...integrations,
  ...keys,
  ...messages,
  ...notices,
  ...pages,
  ...polish,
  ...records,
  ...rehearsal,
  ...scoring,
  ...screens,
  ...segments,
  ...sessions,
  ...settings,
  ...team,
  ...texts,
  ...webhooks,
  ...workflows,
} as const;

export type Text = keyof typeof vi;
