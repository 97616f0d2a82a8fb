/** /customers: the filters live in the address, so a view can be sent to somebody. */
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { CustomersPage } from "@/features/customers/customers-page";
import { cleaned } from "@/features/customers/customer-filters";
import { type CustomerFilter, SORTS } from "@/features/customers/use-customers";
import { only } from "@/only";

export const Route = createFileRoute("/_app/customers/")({
  validateSearch: known,
  component: only("customer.read", Customers),
});

/** The filters there are; anything else in the address stays away from the server. */
function known(given: Record<string, unknown>): CustomerFilter {
  const texts = ["q", "tag", "stage", "owner", "plan", "segment", "view"].filter((key) => given[key] !== undefined && given[key] !== "");
  return {
    ...Object.fromEntries(texts.map((key) => [key, String(given[key])])),
    ...chosen("sort", SORTS, given["sort"]),
    ...chosen("kind", ["account", "implicit"] as const, given["kind"]),
    ...(String(given["inactive"]) === "true" ? { inactive: true } : {}),
  };
}

function chosen<Key extends string, Value>(key: Key, values: readonly Value[], given: unknown): Partial<Record<Key, Value>> {
  const found = values.find((value) => value === given);
  return found === undefined ? {} : ({ [key]: found } as Record<Key, Value>);
}

function Customers() {
  const navigate = useNavigate();
  const onFilter = useCallback((filter: CustomerFilter) => void navigate({ to: "/customers", search: cleaned(filter), replace: true }), [navigate]);
  const search = Route.useSearch();
  const filter = useMemo(() => known(search), [search]);
  return <CustomersPage filter={filter} onFilter={onFilter} />;
}
