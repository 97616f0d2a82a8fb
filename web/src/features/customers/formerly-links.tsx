/** Where earlier history is: records that were merged into this one. */
import { Link } from "@tanstack/react-router";
import type { Ref } from "@/lib/shapes";
import { t } from "@/lib/t";

export function FormerlyLinks({ customers }: { customers: Ref[] }) {
  return customers.map(({ id, name }) => (
    <span key={id}>
      <Link to="/customers/$id" params={{ id }}>
        {t("formerly {name}", { name })}
      </Link>
    </span>
  ));
}
