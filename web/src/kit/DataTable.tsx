import { UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type CSSProperties,
  type KeyboardEvent,
  memo,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
} from "react";
import classes from "./DataTable.module.css";

export interface Column<Row> {
  key: string;
  header: string;
  /** A CSS grid track: "120px", "minmax(160px, 1fr)". */
  width: string;
  align?: "start" | "end";
  cell: (row: Row) => ReactNode;
  /** The head sorts by this column. */
  sortable?: boolean;
}

export interface Sorting {
  key: string;
  descending: boolean;
}

export interface DataTableProps<Row> {
  /** What the table lists, for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** Rows keep their DOM, and their place, by this. */
  rowKey: (row: Row) => string;
  /** A row is a button then: click, Enter. */
  onOpen?: (row: Row) => void;
  selected?: string | undefined;
  sorting?: Sorting | undefined;
  /** The rows are to be sorted by the caller. */
  onSort?: (sorting: Sorting) => void;
  rowHeight?: number;
  /** Up to this many rows all are in the page (200); fewer for rows that are costly to draw. */
  virtualFrom?: number;
  /** Grows with its rows instead of scrolling in its place (short tables only). */
  grow?: boolean;
  /** Shown instead of rows when there are none. */
  empty?: ReactNode;
}

const virtualFromMost = 200;

/**
 * A table with rows of one height and a head that stays. Above 200 rows only
 * those in sight are in the page. A row is rendered again only when its object
 * is another one, so rows of the live feed can be given as they are; keep
 * `columns` stable (useMemo).
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowKey, onOpen, selected, rowHeight = 36, grow = false, empty } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = rows.length > (props.virtualFrom ?? virtualFromMost) && !grow;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    enabled: virtual,
    scrollMargin: rowHeight,
  });
  const tracks = useMemo(() => columns.map((column) => column.width).join(" "), [columns]);
  // Rows are not rendered again because the caller wrote its function in place.
  const latest = useRef(onOpen);
  useEffect(() => {
    latest.current = onOpen;
  });
  const open = useCallback((row: unknown) => latest.current?.(row as Row), []);
  const onKeyDown = useRowKeys(scroller, rows.length, virtual ? virtualizer.scrollToIndex : undefined);

  const line = (row: Row, index: number, offset?: number) => {
    const key = rowKey(row);
    return (
      <TableRow
        key={key}
        row={row}
        index={index}
        offset={offset}
        columns={columns as readonly Column<unknown>[]}
        tracks={tracks}
        selected={selected === key}
        onOpen={onOpen === undefined ? undefined : open}
      />
    );
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only moves the focus between its rows, which are operated
    <div
      ref={scroller}
      className={`${classes["scroller"]} ${grow ? classes["auto"] : ""}`}
      style={{ "--row-height": `${rowHeight}px` } as CSSProperties}
      // What scrolls must be reachable by keyboard (WCAG 2.1.1): through its rows, or itself.
      tabIndex={onOpen === undefined ? 0 : undefined}
      {...(onOpen === undefined && { role: "group", "aria-label": label })}
      onKeyDown={onOpen === undefined ? undefined : onKeyDown}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual table cannot be <table>: its rows are placed */}
      <div className={classes["table"]} role="table" aria-label={label} aria-rowcount={rows.length + 1}>
        <Head {...props} tracks={tracks} />
        {rows.length === 0 ? null : (
          // biome-ignore lint/a11y/useSemanticElements: see above
          <div
            role="rowgroup"
            className={`${classes["body"]} ${virtual ? classes["window"] : ""}`}
            style={virtual ? { height: virtualizer.getTotalSize() } : undefined}
          >
            {virtual
              ? virtualizer.getVirtualItems().map((item) => {
                  const row = rows[item.index];
                  return row === undefined ? null : line(row, item.index, item.start - rowHeight);
                })
              : rows.map((row, index) => line(row, index))}
          </div>
        )}
      </div>
      {rows.length === 0 && empty}
    </div>
  );
}

function Head<Row>({ columns, sorting, onSort, tracks }: DataTableProps<Row> & { tracks: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see DataTable
    <div role="rowgroup" className={classes["head"]}>
      {/* biome-ignore lint/a11y/useSemanticElements: see DataTable */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: a head row is not operated, its buttons are */}
      <div role="row" className={classes["row"]} style={{ gridTemplateColumns: tracks }} aria-rowindex={1}>
        {columns.map((column) => {
          const sorted = sorting?.key === column.key;
          const Arrow = sorting?.descending ? IconArrowDown : IconArrowUp;
          return (
            // biome-ignore lint/a11y/useSemanticElements: see DataTable
            // biome-ignore lint/a11y/useFocusableInteractive: the button inside is focusable
            <div
              key={column.key}
              role="columnheader"
              className={`${classes["cell"]} ${column.align === "end" ? classes["end"] : ""}`}
              aria-sort={sorted ? (sorting?.descending ? "descending" : "ascending") : undefined}
            >
              {column.sortable && onSort ? (
                <UnstyledButton
                  className={`${classes["sort"]} ${sorted ? classes["sorted"] : ""}`}
                  onClick={() =>
                    onSort({ key: column.key, descending: sorted ? !sorting?.descending : true })
                  }
                >
                  {column.header}
                  {sorted && <Arrow size={12} aria-hidden />}
                </UnstyledButton>
              ) : (
                column.header
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface TableRowProps {
  row: unknown;
  index: number;
  offset: number | undefined;
  columns: readonly Column<unknown>[];
  tracks: string;
  selected: boolean;
  onOpen: ((row: unknown) => void) | undefined;
}

const TableRow = memo(function TableRow({
  row,
  index,
  offset,
  columns,
  tracks,
  selected,
  onOpen,
}: TableRowProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see DataTable
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected || undefined}
      data-index={index}
      className={`${classes["row"]} ${onOpen ? classes["openable"] : ""}`}
      style={{
        gridTemplateColumns: tracks,
        ...(offset !== undefined && { transform: `translateY(${offset}px)` }),
      }}
      tabIndex={onOpen ? 0 : undefined}
      onClick={onOpen && (() => onOpen(row))}
      onKeyDown={
        onOpen &&
        ((event) => {
          if (event.key === "Enter" && event.target === event.currentTarget) onOpen(row);
        })
      }
    >
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: see DataTable
        <div
          key={column.key}
          role="cell"
          className={`${classes["cell"]} ${column.align === "end" ? classes["end"] : ""}`}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
});

// Arrow up and down go from row to row, Home and End to the ends.
function useRowKeys(
  scroller: React.RefObject<HTMLDivElement | null>,
  count: number,
  scrollTo: ((index: number) => void) | undefined,
) {
  return useCallback(
    (event: KeyboardEvent) => {
      const row = (event.target as HTMLElement).closest?.("[data-index]");
      if (!(row instanceof HTMLElement) || row !== event.target) return;
      const at = Number(row.dataset["index"]);
      const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: count - 1 }[event.key];
      if (next === undefined || next < 0 || next >= count) return;
      event.preventDefault();
      scrollTo?.(next);
      const focus = () =>
        scroller.current
          ?.querySelector<HTMLElement>(`[data-index="${next}"]`)
          ?.focus({ preventScroll: !!scrollTo });
      focus();
      requestAnimationFrame(focus);
    },
    [scroller, count, scrollTo],
  );
}
