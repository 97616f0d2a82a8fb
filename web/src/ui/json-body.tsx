/** The body of a request, indented for the eye where it is JSON; what came or leaves has no such spaces. */
import { t } from "@/lib/t";
import classes from "./json-body.module.css";

export function JsonBody({ body }: { body: string }) {
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t("Body")}>
      <pre className={classes.code}>{readable(body)}</pre>
    </div>
  );
}

function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
