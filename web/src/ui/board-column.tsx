/** One column of a board: its head with the true count, and its cards, of which only those in sight are drawn. */
import { Droppable, type DroppableProvided } from "@hello-pangea/dnd";
import { useVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { useEffect, useRef } from "react";
import { number } from "@/lib/format";
import { t } from "@/lib/t";
import { type BoardProps, type Column, idOf } from "./board";
import classes from "./board.module.css";
import { BoardCard, LiftedCard } from "./board-card";

/** The server counts no further than this in one column. */
const MOST_COUNTED = 10_000;
const HEIGHT = 98;
const GAP = 8;

type Props<Card> = BoardProps<Card> & { column: Column<Card>; headless?: boolean };

const counted = (cards: number) => (cards > MOST_COUNTED ? `${number(MOST_COUNTED)}+` : number(cards));

export function BoardColumn<Card>(props: Props<Card>) {
  const { column, headless = false, keyOf, draw } = props;
  return (
    <section className={classes.column} aria-label={t("{name}: {n} cards", { name: column.name, n: column.count })}>
      {!headless && (
        <h2 className={classes.head}>
          <i className={clsx(classes.glyph, classes[column.tone])} aria-hidden="true" />
          <span className="cut" title={column.name}>
            {column.name}
          </span>
          <span className={clsx(classes.count, "num")}>{counted(column.count)}</span>
        </h2>
      )}
      <Droppable
        droppableId={column.key}
        mode="virtual"
        isDropDisabled={!column.takesCards}
        renderClone={(provided, _snapshot, { source, draggableId }) => {
          const card = props.columns.find(({ key }) => key === source.droppableId)?.cards.find((one) => idOf(source.droppableId, keyOf(one)) === draggableId);
          return <LiftedCard provided={provided}>{card !== undefined && draw(card)}</LiftedCard>;
        }}
      >
        {(provided, snapshot) => <Cards {...props} provided={provided} isOver={snapshot.isDraggingOver} extra={snapshot.isUsingPlaceholder ? 1 : 0} />}
      </Droppable>
    </section>
  );
}

type CardsProps<Card> = Props<Card> & { provided: DroppableProvided; isOver: boolean; extra: number };

function Cards<Card>({ provided, isOver, extra, ...props }: CardsProps<Card>) {
  const { column, keyOf, onNearEnd } = props;
  const { cards } = column;
  const region = useRef<HTMLDivElement | null>(null);
  const virtual = useVirtualizer({
    count: cards.length + extra,
    getScrollElement: () => region.current,
    estimateSize: () => HEIGHT + GAP,
    overscan: 6,
    initialRect: { width: 240, height: 800 },
  });
  const drawn = virtual.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (cards.length > 0 && cards.length < column.count && last >= cards.length - 10) onNearEnd(column.key);
  }, [last, cards.length, column.count, column.key, onNearEnd]);
  const take = (element: HTMLDivElement | null) => {
    region.current = element;
    provided.innerRef(element);
  };
  return (
    <div ref={take} {...provided.droppableProps} className={clsx(classes.cards, isOver && classes.over)} tabIndex={-1}>
      <div className={classes.stack} style={{ height: virtual.getTotalSize() }}>
        {drawn.map(({ index, start }) => {
          const card = cards[index];
          if (card === undefined) return null;
          const key = keyOf(card);
          return <BoardCard key={key} {...props} card={card} id={idOf(column.key, key)} index={index} top={start} height={HEIGHT} />;
        })}
      </div>
      {cards.length === 0 && !isOver && <p className={classes.none}>{t("Nobody stands here.")}</p>}
    </div>
  );
}
