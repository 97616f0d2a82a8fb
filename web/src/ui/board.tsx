/** Columns of cards that are dragged with the mouse or the keyboard, or moved by a menu; only what is seen is drawn. */
import { DragDropContext, type DropResult } from "@hello-pangea/dnd";
import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import { t } from "@/lib/t";
import classes from "./board.module.css";
import { BoardColumn } from "./board-column";
import type { Tone } from "./chips";
import { TabRow } from "./tab-row";

export type Column<Card> = { key: string; name: string; tone: Tone; count: number; cards: Card[]; takesCards: boolean };

export type BoardProps<Card> = {
  label: string;
  columns: Column<Card>[];
  keyOf: (card: Card) => string;
  nameOf: (card: Card) => string;
  mayMove: (card: Card) => boolean;
  draw: (card: Card) => ReactNode;
  onOpen: (card: Card) => void;
  onMove: (card: Card, from: string, to: string) => void;
  /** Takes the card out of the column, where one may stand in several. */
  onLeave?: ((card: Card, from: string) => void) | undefined;
  onNearEnd: (column: string) => void;
  /** While a card is carried nothing else may change beneath it. */
  onCarry: (carried: boolean) => void;
  onFocus: (name: string) => void;
};

export function Board<Card>(props: BoardProps<Card>) {
  const onPhone = useMediaQuery("(max-width: 47.99em)", false, { getInitialValueInEffect: false }) ?? false;
  const { columns, keyOf, onMove, onCarry } = props;
  const drop = ({ draggableId, source, destination }: DropResult) => {
    onCarry(false);
    if (!destination || destination.droppableId === source.droppableId) return;
    const card = columns.find(({ key }) => key === source.droppableId)?.cards.find((one) => idOf(source.droppableId, keyOf(one)) === draggableId);
    if (card !== undefined) onMove(card, source.droppableId, destination.droppableId);
  };
  return (
    <DragDropContext onBeforeCapture={() => onCarry(true)} onDragEnd={drop} dragHandleUsageInstructions={t("Press Space to lift the card, the arrows to carry it, Space to drop it, Escape to put it back.")}>
      {onPhone ? <OneColumn {...props} /> : <AllColumns {...props} />}
    </DragDropContext>
  );
}

/** A card may stand in several columns; each place is one to drag. */
export function idOf(column: string, card: string): string {
  return `${column}\n${card}`;
}

function AllColumns<Card>(props: BoardProps<Card>) {
  return (
    <div className={classes.board} role="region" aria-label={props.label} tabIndex={0}>
      {props.columns.map((column) => (
        <BoardColumn key={column.key} column={column} {...props} />
      ))}
    </div>
  );
}

/** On a phone one stage at a time, chosen above; cards move by their menu. */
function OneColumn<Card>(props: BoardProps<Card>) {
  const [chosen, choose] = useState("");
  const { columns, label } = props;
  const shown = columns.find(({ key }) => key === chosen) ?? columns[0];
  if (!shown) return null;
  const tabs = columns.map(({ key, name, count }) => ({ key, label: name, count }));
  return (
    <div className={classes.phone}>
      <TabRow label={label} tabs={tabs} value={shown.key} onChange={choose} />
      <div role="tabpanel" aria-label={shown.name} className={classes.panel}>
        <BoardColumn key={shown.key} column={shown} headless {...props} />
      </div>
    </div>
  );
}
