/** Saved views above the list: choose one, keep the present one, share, pin and remove. */
import { Button, Checkbox, Group, Menu, Modal, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBookmark, IconBookmarkPlus, IconCheck, IconChevronDown, IconDeviceFloppy, IconPin, IconPinnedOff, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { SavedView } from "@/lib/shapes";
import { t } from "@/lib/t";
import { FilterChip } from "@/ui/chips";
import { reason } from "@/ui/states";
import { say, warn } from "@/ui/toasts";
import { asked, type CustomerFilter } from "./use-customers";
import { sameFilters, useViewChange, viewsQuery } from "./use-views";

type Props = { filter: CustomerFilter; columns: string[] | null; onFilter: (filter: CustomerFilter) => void };

export function useView(filter: CustomerFilter): SavedView | undefined {
  const views = useQuery(viewsQuery).data?.items ?? [];
  return views.find(({ id }) => String(id) === filter.view);
}

export function ViewMenu({ filter, columns, onFilter }: Props) {
  const views = useQuery(viewsQuery).data?.items ?? [];
  const current = useView(filter);
  const [naming, name] = useDisclosure(false);
  const { change, pin } = useViewChange();
  const failed = { onError: (error: Error) => warn(reason(error)) };
  const differs = current !== undefined && (!sameFilters(current.filters as CustomerFilter, filter) || JSON.stringify(current.columns) !== JSON.stringify(columns ?? []));
  const open = (view: SavedView) => onFilter({ ...(view.filters as CustomerFilter), view: String(view.id) });
  const remove = (view: SavedView) => {
    const back = () => change.mutate({ id: view.id, is_removed: false }, failed);
    change.mutate({ id: view.id, is_removed: true }, { ...failed, onSuccess: () => say(t('Removed the view "{name}"', { name: view.name }), back) });
    onFilter(asked(filter));
  };
  return (
    <>
      <Menu width={260} position="bottom-start">
        <Menu.Target>
          <FilterChip on={current !== undefined} value={current?.name} aria-haspopup="menu">
            <IconBookmark size={14} aria-hidden="true" />
            {t("Views")}
            {!current && <IconChevronDown size={13} aria-hidden="true" />}
          </FilterChip>
        </Menu.Target>
        <Menu.Dropdown>
          <Views label={t("Mine")} rows={views.filter((view) => view.is_mine)} current={current} onOpen={open} />
          <Views label={t("Shared by others")} rows={views.filter((view) => !view.is_mine)} current={current} onOpen={open} />
          {current && (
            <>
              <Menu.Divider />
              <Menu.Item leftSection={current.is_pinned ? <IconPinnedOff size={15} aria-hidden="true" /> : <IconPin size={15} aria-hidden="true" />} onClick={() => pin.mutate({ id: current.id, pinned: !current.is_pinned }, failed)}>
                {current.is_pinned ? t("Take it out of the navigation") : t("Pin it in the navigation")}
              </Menu.Item>
              {current.is_mine && (
                <>
                  <Menu.Item leftSection={<IconDeviceFloppy size={15} aria-hidden="true" />} disabled={!differs} onClick={() => change.mutate({ id: current.id, filters: asked(filter), columns: columns ?? [] }, { ...failed, onSuccess: () => say(t('Saved "{name}"', { name: current.name })) })}>
                    {t("Save the changes")}
                  </Menu.Item>
                  <Menu.Item onClick={() => change.mutate({ id: current.id, is_shared: !current.is_shared }, failed)} rightSection={current.is_shared && <IconCheck size={14} aria-hidden="true" />}>
                    {t("Shared with the team")}
                  </Menu.Item>
                  <Menu.Item leftSection={<IconTrash size={15} aria-hidden="true" />} onClick={() => remove(current)}>
                    {t("Remove the view")}
                  </Menu.Item>
                </>
              )}
            </>
          )}
          <Menu.Divider />
          <Menu.Item leftSection={<IconBookmarkPlus size={15} aria-hidden="true" />} onClick={name.open}>
            {t("Keep this as a view…")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {naming && <KeepView filter={filter} columns={columns} onClose={name.close} onKept={open} />}
    </>
  );
}

function Views({ label, rows, current, onOpen }: { label: string; rows: SavedView[]; current: SavedView | undefined; onOpen: (view: SavedView) => void }) {
  if (rows.length === 0) return null;
  return (
    <>
      <Menu.Label>{label}</Menu.Label>
      {rows.map((view) => (
        <Menu.Item key={view.id} onClick={() => onOpen(view)} title={view.name} rightSection={view.id === current?.id ? <IconCheck size={14} aria-hidden="true" /> : view.is_pinned && <IconPin size={13} aria-hidden="true" />}>
          <span className="cut">{view.name}</span>
        </Menu.Item>
      ))}
    </>
  );
}

function KeepView({ filter, columns, onClose, onKept }: Pick<Props, "filter" | "columns"> & { onClose: () => void; onKept: (view: SavedView) => void }) {
  const { make } = useViewChange();
  const [shared, setShared] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name") ?? "").trim();
    make.mutate(
      { name, is_shared: shared, filters: asked(filter), columns: columns ?? [] },
      {
        onSuccess: (view) => {
          say(t('Kept as "{name}" and pinned', { name: view.name }));
          onClose();
          onKept(view);
        },
      },
    );
  };
  return (
    <Modal opened onClose={onClose} title={t("Keep this as a view")} size={420} closeButtonProps={{ "aria-label": t("Close") }}>
      <form onSubmit={submit} style={{ display: "flex", flexDirection: "column", gap: 12 }}>
        <TextInput name="name" label={t("Name")} required withAsterisk={false} maxLength={80} data-autofocus error={make.error ? reason(make.error) : undefined} />
        <Checkbox label={t("Share it with the team")} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t("Cancel")}
          </Button>
          <Button type="submit" loading={make.isPending}>
            {t("Keep the view")}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
