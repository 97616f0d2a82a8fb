/** /pipelines leads to the first board. */
import { createFileRoute, redirect } from "@tanstack/react-router";
import { pipelinesQuery } from "@/features/customers/use-customers";

export const Route = createFileRoute("/_app/pipelines/")({
  beforeLoad: async ({ context }) => {
    const { items } = await context.client.ensureQueryData(pipelinesQuery);
    const key = items[0]?.key;
    if (key !== undefined) throw redirect({ to: "/pipelines/$key", params: { key }, replace: true });
  },
});
