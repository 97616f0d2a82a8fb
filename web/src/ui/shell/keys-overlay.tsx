/** All keys on one page, opened with `?`. */
import { Kbd, Modal } from "@mantine/core";
import { t } from "@/lib/t";
import classes from "./keys-overlay.module.css";

export type KeyGroup = { title: string; keys: { press: string[]; text: string }[] };

export function KeysOverlay({ opened, onClose, groups }: { opened: boolean; onClose: () => void; groups: KeyGroup[] }) {
  return (
    <Modal opened={opened} onClose={onClose} title={t("Keys")} size={680} closeButtonProps={{ "aria-label": t("Close") }}>
      <div className={classes.groups}>
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className={classes.title}>{group.title}</h3>
            <dl className={classes.list}>
              {group.keys.map((key) => (
                <div key={key.text} className={classes.row}>
                  <dt>{key.text}</dt>
                  <dd>
                    {key.press.map((press) => (
                      <Kbd key={press}>{press}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={classes.foot}>{t("Single keys rest while you type. They can be switched off under Settings, You.")}</p>
    </Modal>
  );
}
