/** One card: its text is the handle, its menu stands beside; M opens it, Enter opens what the card is about. */
import { Draggable, type DraggableProvided } from "@hello-pangea/dnd";
import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { clsx } from "clsx";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { singleKeysOn } from "@/lib/keys";
import { t } from "@/lib/t";
import type { BoardProps, Column } from "./board";
import classes from "./board.module.css";

type Props<Card> = BoardProps<Card> & { column: Column<Card>; card: Card; id: string; index: number; top: number; height: number };

export function BoardCard<Card>(props: Props<Card>) {
  const { card, id, index, top, height, mayMove, nameOf, draw, onOpen, onFocus } = props;
  const [opened, setOpened] = useState(false);
  const movable = mayMove(card);
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter") onOpen(card);
    else if (event.key.toLowerCase() === "m" && movable && singleKeysOn()) setOpened(true);
    else return;
    event.preventDefault();
  };
  return (
    <Draggable draggableId={id} index={index} isDragDisabled={!movable} disableInteractiveElementBlocking={false}>
      {(provided, snapshot) => (
        <div ref={provided.innerRef} {...provided.draggableProps} className={clsx(classes.card, snapshot.isDragging && classes.lifted)} style={{ ...provided.draggableProps.style, position: "absolute", top, height, insetInline: 0 }}>
          <div role="button" tabIndex={0} {...provided.dragHandleProps} className={classes.handle} onClick={() => onOpen(card)} onKeyDown={press} onFocus={() => onFocus(nameOf(card))} data-card>
            {draw(card)}
          </div>
          {movable && <MoveMenu {...props} opened={opened} setOpened={setOpened} />}
        </div>
      )}
    </Draggable>
  );
}

type MenuProps<Card> = Props<Card> & { opened: boolean; setOpened: (opened: boolean) => void };

function MoveMenu<Card>({ card, column, columns, nameOf, onMove, onLeave, opened, setOpened }: MenuProps<Card>) {
  return (
    <Menu opened={opened} onChange={setOpened} width={230} position="bottom-end" returnFocus>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" className={classes.menu} aria-label={t("Move {name} to", { name: nameOf(card) })}>
          <IconDots size={15} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("Move to")}</Menu.Label>
        {columns
          .filter((one) => one.takesCards && one.key !== column.key)
          .map((one) => (
            <Menu.Item key={one.key} onClick={() => onMove(card, column.key, one.key)}>
              {one.name}
            </Menu.Item>
          ))}
        {onLeave && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => onLeave(card, column.key)}>{t("Take out of {stage}", { stage: column.name })}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The card in the hand. */
export function LiftedCard({ provided: { innerRef, draggableProps, dragHandleProps }, children }: { provided: DraggableProvided; children: ReactNode }) {
  return (
    <div ref={innerRef} {...draggableProps} {...dragHandleProps} className={clsx(classes.card, classes.lifted)}>
      <div className={classes.handle}>{children}</div>
    </div>
  );
}
