/**
 * The list of rows that every list page uses: only what is seen is drawn, rows open beside it, new ones are held back.
 * Keys, from anywhere on the page but a text field: j/k or arrows, Enter, x, Shift-x. On narrow windows rows are cards.
 */
import {
  columnVisibilityFeature,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { setPreferences, usePreferences } from '../data/preferences.ts';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from './button.tsx';
import type { Column } from './column.ts';
import { toOrdered, toTrack, toWidth } from './column-choices.ts';
import { keepPlace, placeOf } from './list-place.ts';
import { useIsNarrow } from './media.ts';
import { useRowKeys } from './row-keys.ts';
import { ErrorState, Skeleton } from './states.tsx';
import { TableFoot } from './table-foot.tsx';
import { TableHead } from './table-head.tsx';
import { TableRow } from './table-row.tsx';

export interface DataTableProps<T> {
  /** Its name in the person's preferences. */
  name: string;
  label: string;
  rows: readonly T[];
  idOf(row: T): string;
  columns: readonly Column<T>[];
  openId?: string | null;
  onOpen?(id: string): void;
  /** The row that keys act on, whenever it changes. */
  onActive?(id: string | null): void;
  /** The rows in the order in which they are shown, whenever it changes. */
  onOrder?(ids: readonly string[]): void;
  /** Present: rows can be selected. */
  selection?: ReadonlySet<string>;
  onSelect?(selection: ReadonlySet<string>): void;
  /** What can be done with the selected rows. */
  bulk?: ReactNode;
  isLoading?: boolean;
  error?: unknown;
  onRetry?(): void;
  /** What to show where there are no rows: say why, and what fills it. */
  empty: ReactNode;
  /** More rows are on the server: `onMore` is called when the end comes near. */
  hasMore?: boolean;
  isLoadingMore?: boolean;
  onMore?(): void;
  /** New rows that are not shown yet, and how to show them. */
  held?: number;
  onShowHeld?(): void;
}

const features = tableFeatures({
  rowSortingFeature,
  columnVisibilityFeature,
  sortedRowModel: createSortedRowModel(),
});
const heights = { compact: 34, comfortable: 44, card: 72, sentenceCard: 92 };
const none: ReadonlySet<string> = new Set();

export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { name, label, rows, idOf, openId = null, onOpen, selection, onSelect } = props;
  const t = useTexts(partsTexts);
  const { density, hidden, order, widths, sorts } = usePreferences();
  const isNarrow = useIsNarrow();
  const sort = sorts[name];
  const sorting = useMemo<SortingState>(() => (sort === undefined ? [] : [sort]), [sort]);
  /** While a column is drawn wider or narrower. */
  const [drawn, setDrawn] = useState<{ id: string; px: number } | null>(null);
  const hiddenHere = hidden[name] ?? [];
  const columns = useMemo(() => toOrdered(props.columns, order[name]), [props.columns, order, name]);
  const canSort = !props.hasMore;

  const defs = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: (row: T) => column.sortBy?.(row) ?? '',
        enableSorting: column.sortBy !== undefined,
        sortFn: (a: { original: T }, b: { original: T }) => {
          const [x, y] = [column.sortBy?.(a.original) ?? '', column.sortBy?.(b.original) ?? ''];
          return x < y ? -1 : x > y ? 1 : 0;
        },
      })),
    [columns],
  );
  const table = useTable({
    features,
    columns: defs,
    data: rows,
    getRowId: idOf,
    state: {
      sorting: canSort ? sorting : [],
      columnVisibility: Object.fromEntries(hiddenHere.map((id) => [id, false])),
    },
    onSortingChange: (change) => {
      const [next] = typeof change === 'function' ? change(sorting) : change;
      const { [name]: _, ...others } = sorts;
      setPreferences({ sorts: next === undefined ? others : { ...others, [name]: next } });
    },
  });
  const shownRows = table.getRowModel().rows;
  const ids = useMemo(() => shownRows.map(({ id }) => id), [shownRows]);
  const { onOrder } = props;
  useEffect(() => onOrder?.(ids), [onOrder, ids]);
  const isTight = openId !== null;
  const shown = columns.filter(({ id, isRoomy }) => !hiddenHere.includes(id) && !(isTight && isRoomy));

  const scroller = useRef<HTMLDivElement>(null);
  const card = columns.some(({ isSentence }) => isSentence) ? heights.sentenceCard : heights.card;
  const height = isNarrow ? card : heights[density];
  const virtual = useVirtualizer({
    count: shownRows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    initialOffset: () => placeOf(`${name}${location.search}`),
  });
  useEffect(() => {
    if (height > 0) virtual.measure();
  }, [height, virtual]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasMore, isLoadingMore, onMore } = props;
  useEffect(() => {
    if (hasMore && !isLoadingMore && last >= shownRows.length - 20) onMore?.();
  }, [hasMore, isLoadingMore, last, shownRows.length, onMore]);

  const { activeId, setActiveId } = useRowKeys({
    ids,
    openId,
    onOpen,
    selection: selection ?? none,
    onSelect,
    onMove: (index) => virtual.scrollToIndex(index),
    onActive: props.onActive,
  });

  const chosenPx = (id: string): number | undefined =>
    drawn?.id === id ? drawn.px : isTight ? undefined : widths[name]?.[id];
  // A row that is out of sight is not in the page: a reader would be sent nowhere.
  const isDrawn = items.some(({ index }) => shownRows[index]?.id === activeId);
  const template = [
    ...(selection && !isNarrow ? ['36px'] : []),
    ...shown.map(({ id, width }) => toTrack(width, chosenPx(id))),
  ].join(' ');
  const setWidth = (id: string, px: number | null): void => {
    const { [id]: _, ...others } = widths[name] ?? {};
    const here = px === null ? others : { ...others, [id]: toWidth(px) };
    setPreferences({ widths: { ...widths, [name]: here } });
  };
  const toggle = (id: string): void => {
    const next = new Set(selection);
    if (!next.delete(id)) next.add(id);
    onSelect?.(next);
  };
  const body = props.isLoading ? (
    <div className="flex flex-col gap-3 p-4" aria-busy="true">
      <span className="sr-only">{t.loading}</span>
      {['w-full', 'w-11/12', 'w-full', 'w-10/12', 'w-full', 'w-9/12', 'w-11/12', 'w-full'].map(
        (width, at) => (
          <Skeleton key={`${at}${width}`} className={`h-5 ${width}`} />
        ),
      )}
    </div>
  ) : props.error && rows.length === 0 ? (
    <ErrorState error={props.error} onRetry={props.onRetry} />
  ) : rows.length === 0 ? (
    props.empty
  ) : null;

  return (
    <div className="panel flex min-h-0 flex-1 flex-col overflow-hidden">
      {(props.held ?? 0) > 0 && (
        <div
          role="status"
          className="flex items-center justify-center gap-3 border-b border-line bg-accent-soft py-1 text-sm"
        >
          {t.held(props.held ?? 0)}
          <Button look="quiet" className="h-7! text-accent" onPress={props.onShowHeld}>
            {t.showHeld}
          </Button>
        </div>
      )}
      {body !== null ? (
        <div className="flex-1 overflow-auto">{body}</div>
      ) : (
        <div
          ref={scroller}
          role="grid"
          aria-label={label}
          aria-rowcount={hasMore ? -1 : shownRows.length + 1}
          aria-multiselectable={selection ? true : undefined}
          aria-activedescendant={isDrawn ? `row-${name}-${activeId}` : undefined}
          tabIndex={0}
          onScroll={({ currentTarget }) => keepPlace(`${name}${location.search}`, currentTarget.scrollTop)}
          className="min-h-48 flex-1 overflow-auto outline-offset-[-2px]"
        >
          <TableHead
            shown={shown}
            template={template}
            isNarrow={isNarrow}
            canSelect={selection !== undefined}
            canSort={canSort}
            sorting={sorting}
            onSort={(id) => table.getColumn(id)?.toggleSorting()}
            onWidth={(id, px, isDone) => {
              setDrawn(isDone ? null : { id, px });
              if (isDone) setWidth(id, px);
            }}
            onWidthReset={(id) => setWidth(id, null)}
          />
          <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = shownRows[item.index];
              if (row === undefined) return null;
              return (
                <TableRow
                  key={row.id}
                  row={row.original}
                  id={row.id}
                  elementId={`row-${name}-${row.id}`}
                  columns={columns}
                  shown={shown}
                  template={template}
                  index={item.index}
                  startPx={item.start}
                  heightPx={height}
                  isNarrow={isNarrow}
                  isActive={row.id === activeId}
                  isOpen={row.id === openId}
                  isSelected={selection ? selection.has(row.id) : null}
                  canOpen={onOpen !== undefined}
                  onToggle={() => toggle(row.id)}
                  onPick={() => {
                    setActiveId(row.id);
                    onOpen?.(row.id);
                  }}
                  onOpen={() => onOpen?.(row.id)}
                />
              );
            })}
          </div>
        </div>
      )}
      <TableFoot
        name={name}
        columns={columns}
        widthOf={(id) =>
          scroller.current?.querySelector(`[data-column="${id}"]`)?.getBoundingClientRect().width ?? 100
        }
        count={rows.length}
        hasMore={hasMore === true}
        isLoading={props.isLoading === true || isLoadingMore === true}
        isNarrow={isNarrow}
        selected={selection?.size ?? 0}
        bulk={props.bulk}
        onClear={() => onSelect?.(new Set())}
      />
    </div>
  );
}
