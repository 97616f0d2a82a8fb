/** /settings/keys: keys for programs. */
import { createFileRoute } from "@tanstack/react-router";
import { KeysSection } from "@/features/team/keys-section";
import { only } from "@/only";

export const Route = createFileRoute("/_app/settings/keys")({ component: only("key.manage", KeysSection) });
