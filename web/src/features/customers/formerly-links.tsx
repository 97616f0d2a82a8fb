/** Where earlier history is: records that were merged into this one. */
import { Menu } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { called } from "@/lib/format";
import type { Ref } from "@/lib/shapes";
import { t } from "@/lib/t";
import classes from "./customer-page.module.css";

export function FormerlyLinks({ customers }: { customers: Ref[] }) {
  const [only] = customers;
  if (only === undefined) return null;
  if (customers.length > 1) return <Several customers={customers} />;
  return (
    <span>
      <Link to="/customers/$id" params={{ id: only.id }}>
        {t("formerly {name}", { name: called(only.name) })}
      </Link>
    </span>
  );
}

function Several({ customers }: { customers: Ref[] }) {
  const navigate = useNavigate();
  return (
    <span>
      <Menu>
        <Menu.Target>
          <button type="button" className={classes.formerly}>
            {t("formerly {n} records", { n: customers.length })}
          </button>
        </Menu.Target>
        <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
          {customers.map(({ id, name }) => (
            <Menu.Item key={id} onClick={() => void navigate({ to: "/customers/$id", params: { id } })}>
              {called(name)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
}
