/** /customers: the filters live in the address, so a view can be sent to somebody. */
import { createFileRoute, useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import { CustomersPage } from "@/features/customers/customers-page";
import { cleaned } from "@/features/customers/customer-filters";
import type { CustomerFilter } from "@/features/customers/use-customers";

export const Route = createFileRoute("/_app/customers/")({
  validateSearch: (given): CustomerFilter => {
    const known = ["q", "sort", "tag", "stage", "owner", "plan", "kind"].filter((key) => given[key] !== undefined && given[key] !== "");
    return { ...Object.fromEntries(known.map((key) => [key, String(given[key])])), ...(given["inactive"] === true ? { inactive: true } : {}) };
  },
  component: Customers,
});

function Customers() {
  const navigate = useNavigate();
  const onFilter = useCallback((filter: CustomerFilter) => void navigate({ to: "/customers", search: cleaned(filter), replace: true }), [navigate]);
  return <CustomersPage filter={Route.useSearch()} onFilter={onFilter} />;
}
