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
import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { setPreferences, usePreferences } from '../data/preferences.ts';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { Button, IconButton } from './button.tsx';
import { Checkbox } from './fields.tsx';
import { useIsNarrow } from './media.ts';
import { Menu } from './menu.tsx';
import { useRowKeys } from './row-keys.ts';
import { ErrorState, Skeleton } from './states.tsx';

export interface Column<T> {
  id: string;
  label: string;
  cell(row: T): ReactNode;
  /** What to sort by, where the whole list is loaded. */
  sortBy?(row: T): string | number;
  /** CSS grid track: `120px`, `minmax(10rem, 2fr)`. */
  width: string;
  align?: 'end';
  /** Its place in the card on narrow windows; absent: not shown there. */
  card?: 'title' | 'line' | 'aside';
  /** Gives way while a row is open beside the list: the open row says it. */
  isRoomy?: boolean;
}

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
const heights = { compact: 34, comfortable: 44, card: 72 };
const none: ReadonlySet<string> = new Set();

/** How far each list was scrolled, by its name and filters, for whoever comes back from another page. */
const places = new Map<string, number>();
function keepPlace(place: string, offset: number): void {
  places.delete(place);
  places.set(place, offset);
  const [oldest] = places.keys();
  if (places.size > 50 && oldest !== undefined) places.delete(oldest);
}

export function DataTable<T extends object>(props: DataTableProps<T>) {
  const { name, label, rows, idOf, columns, openId = null, onOpen, selection, onSelect } = props;
  const t = useTexts(partsTexts);
  const { density, hidden } = usePreferences();
  const isNarrow = useIsNarrow();
  const [sorting, setSorting] = useState<SortingState>([]);
  const hiddenHere = hidden[name] ?? [];
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
    onSortingChange: setSorting,
  });
  const shownRows = table.getRowModel().rows;
  const ids = useMemo(() => shownRows.map(({ id }) => id), [shownRows]);
  const { onOrder } = props;
  useEffect(() => onOrder?.(ids), [onOrder, ids]);
  const isTight = openId !== null;
  const shown = columns.filter(({ id, isRoomy }) => !hiddenHere.includes(id) && !(isTight && isRoomy));

  const scroller = useRef<HTMLDivElement>(null);
  const height = isNarrow ? heights.card : heights[density];
  const virtual = useVirtualizer({
    count: shownRows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    initialOffset: () => places.get(`${name}${location.search}`) ?? 0,
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

  const template = [...(selection && !isNarrow ? ['36px'] : []), ...shown.map(({ width }) => width)].join(
    ' ',
  );
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
          aria-activedescendant={activeId === null ? undefined : `row-${name}-${activeId}`}
          tabIndex={0}
          onScroll={({ currentTarget }) => keepPlace(`${name}${location.search}`, currentTarget.scrollTop)}
          className="min-h-48 flex-1 overflow-auto outline-offset-[-2px]"
        >
          <div
            role="row"
            aria-rowindex={1}
            className={
              isNarrow
                ? 'sr-only'
                : 'sticky top-0 z-10 grid h-9 items-center gap-3 border-b border-line bg-surface px-3 text-xs text-muted'
            }
            style={{ gridTemplateColumns: template }}
          >
            {selection && !isNarrow && (
              <span role="columnheader">
                <span className="sr-only">{t.selectColumn}</span>
              </span>
            )}
            {shown.map((column) => {
              const state = sorting.find(({ id }) => id === column.id);
              const isSorted = canSort && state !== undefined;
              const sorted = isSorted ? (state.desc ? 'descending' : 'ascending') : undefined;
              const Arrow = state?.desc ? ArrowDown : ArrowUp;
              return (
                <span
                  key={column.id}
                  role="columnheader"
                  aria-sort={sorted}
                  className={`truncate ${column.align === 'end' ? 'pr-3 text-right' : ''}`}
                >
                  {column.sortBy && canSort ? (
                    <AriaButton
                      className="inline-flex items-center gap-1 rounded-sm hover:text-ink"
                      onPress={() => table.getColumn(column.id)?.toggleSorting()}
                    >
                      {column.label}
                      {isSorted && <Arrow size={12} aria-hidden />}
                    </AriaButton>
                  ) : (
                    <span title={column.sortBy ? t.sortUnavailable : undefined}>{column.label}</span>
                  )}
                </span>
              );
            })}
          </div>
          <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const row = shownRows[item.index];
              if (row === undefined) return null;
              const isOpen = row.id === openId;
              const isSelected = selection?.has(row.id) ?? false;
              return (
                // Keys are handled for the whole grid (row-keys.ts); the click is the mouse's way to the same.
                <div
                  key={row.id}
                  id={`row-${name}-${row.id}`}
                  role="row"
                  tabIndex={-1}
                  aria-rowindex={item.index + 2}
                  aria-selected={selection ? isSelected : isOpen}
                  data-active={row.id === activeId || undefined}
                  className={`absolute inset-x-0 top-0 border-b border-line px-3 text-sm outline-none hover:bg-sunk data-active:shadow-[inset_3px_0_0_var(--accent)] ${onOpen ? 'cursor-pointer' : ''} ${isOpen || isSelected ? 'bg-accent-soft' : ''} ${isNarrow ? 'flex items-start gap-3 py-2.5' : 'grid items-center gap-3'}`}
                  style={{
                    height,
                    transform: `translateY(${item.start}px)`,
                    gridTemplateColumns: isNarrow ? undefined : template,
                  }}
                  onClick={(event) => {
                    // A button, link or box in the row has its own say.
                    if ((event.target as Element).closest('button,a,label')) return;
                    setActiveId(row.id);
                    onOpen?.(row.id);
                  }}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter' && event.target === event.currentTarget) onOpen?.(row.id);
                  }}
                >
                  {selection && !isNarrow && (
                    <span role="gridcell">
                      <Checkbox isSelected={isSelected} onChange={() => toggle(row.id)} label={t.selectRow} />
                    </span>
                  )}
                  {isNarrow ? (
                    <Card row={row.original} columns={columns} />
                  ) : (
                    shown.map((column) => (
                      <span
                        key={column.id}
                        role="gridcell"
                        className={`min-w-0 truncate ${column.align === 'end' ? 'pr-3 text-right' : ''}`}
                      >
                        {column.cell(row.original)}
                      </span>
                    ))
                  )}
                </div>
              );
            })}
          </div>
        </div>
      )}
      <footer className="flex min-h-9 flex-wrap items-center gap-2 border-t border-line px-3 text-xs text-muted">
        {selection && selection.size > 0 ? (
          <>
            <span className="text-ink">{t.selected(selection.size)}</span>
            {props.bulk}
            <Button look="quiet" className="h-7!" onPress={() => onSelect?.(new Set())}>
              {t.clearSelection}
            </Button>
          </>
        ) : (
          <span role="status">
            {props.isLoading || isLoadingMore
              ? t.loading
              : hasMore
                ? t.loadedMore(rows.length)
                : t.loaded(rows.length)}
          </span>
        )}
        <span className="flex-1" />
        {!isNarrow && (
          <Menu
            label={t.columns}
            trigger={
              <IconButton label={t.columns}>
                <Columns3 size={15} aria-hidden />
              </IconButton>
            }
            groups={[
              {
                entries: columns.map(({ id, label: text }) => ({
                  id,
                  label: text,
                  isChosen: !hiddenHere.includes(id),
                  onAction: () => {
                    const next = hiddenHere.includes(id)
                      ? hiddenHere.filter((one) => one !== id)
                      : [...hiddenHere, id];
                    // A table without columns would show nothing to choose by.
                    if (next.length < columns.length) setPreferences({ hidden: { ...hidden, [name]: next } });
                  },
                })),
              },
            ]}
          />
        )}
      </footer>
    </div>
  );
}

function Card<T>({ row, columns }: { row: T; columns: readonly Column<T>[] }) {
  const at = (place: Column<T>['card']) => columns.filter(({ card }) => card === place);
  return (
    <>
      <span role="gridcell" className="flex min-w-0 flex-1 flex-col gap-1">
        {at('title').map((column) => (
          <span key={column.id} className="truncate font-medium">
            {column.cell(row)}
          </span>
        ))}
        <span className="flex gap-2 overflow-hidden text-xs text-muted">
          {at('line').map((column) => (
            <span key={column.id} className="min-w-0 truncate first:max-w-[65%] first:shrink-0">
              {column.cell(row)}
            </span>
          ))}
        </span>
      </span>
      <span role="gridcell" className="flex flex-col items-end gap-1 text-xs">
        {at('aside').map((column) => (
          <span key={column.id}>{column.cell(row)}</span>
        ))}
      </span>
    </>
  );
}
