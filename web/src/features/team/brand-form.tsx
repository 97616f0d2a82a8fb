/** How the organisation looks in letters and at the sign-in: a colour and a logo. */
import { Button, ColorInput, FileButton } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { send, upload } from "@/lib/http";
import type { Organisation } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FormPanel } from "@/ui/form-panel";
import { atField, besides } from "@/ui/refusals";
import { reason } from "@/ui/states";
import { warn } from "@/ui/toasts";
import classes from "./brand-form.module.css";
import { useDescribe, useKeepOrganisation } from "./use-organisation";

export function BrandForm({ now }: { now: Organisation }) {
  const [colour, setColour] = useState(now.brand_colour);
  const [version, setVersion] = useState(0);
  const keep = useKeepOrganisation();
  const save = useDescribe();
  const kept = { onSuccess: (next: Organisation) => (keep(next), setVersion((was) => was + 1)), onError: (error: Error) => warn(reason(error)) };
  const take = useMutation({ mutationFn: (file: File) => upload<Organisation>("/api/organisation/logo", file), ...kept });
  const remove = useMutation({ mutationFn: () => send<Organisation>("DELETE", "/api/organisation/logo"), ...kept });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ brand_colour: colour });
  };
  return (
    <FormPanel title={t("Brand")} onSubmit={submit} wrong={besides(save.error, "brand_colour")} action={<Button type="submit" variant="default" loading={save.isPending}>{t("Save")}</Button>}>
      <ColorInput label={t("Colour")} description={t("Of buttons and the top of letters.")} format="hex" value={colour} onChange={setColour} eyeDropperButtonProps={{ "aria-label": t("Pick a colour from the screen") }} error={atField(save.error, "brand_colour")} />
      <div className={classes.preview} style={{ borderTopColor: colour }} role="img" aria-label={t("The top of a letter in this colour")}>
        <span className={classes.house}>{now.name}</span>
        <span className={classes.line} />
        <span className={classes.line} />
        <span className={classes.button} style={{ background: colour }} />
      </div>
      <div>
        <p className={classes.label}>{t("Logo")}</p>
        {now.has_logo ? <img className={classes.logo} src={`/api/organisation/logo?${String(version)}`} alt={t("Your logo")} /> : <p className="quiet small">{t("None. PNG, JPEG or WebP, at most 200 KB.")}</p>}
        <div className={classes.row}>
          <FileButton accept="image/png,image/jpeg,image/webp" onChange={(file) => file && take.mutate(file)}>
            {(props) => (
              <Button {...props} variant="default" loading={take.isPending}>
                {now.has_logo ? t("Choose another") : t("Choose a picture")}
              </Button>
            )}
          </FileButton>
          {now.has_logo && (
            <Button variant="subtle" color="red" onClick={() => remove.mutate()}>
              {t("Remove")}
            </Button>
          )}
        </div>
      </div>
    </FormPanel>
  );
}
