/**
 * The frame of a list page: its head, its filters as chips, the list, the row that is open beside it, and what stands
 * there while there is nothing to list. `children` are the page's dialogs.
 */
import { type ReactNode, useCallback } from 'react';
import { useAddress } from '../data/address.ts';
import type { Span } from '../data/time-range.ts';
import { DataTable, type DataTableProps } from './data-table.tsx';
import { FilterBar, type FilterBarProps } from './filter-bar.tsx';
import { PageHead } from './page-head.tsx';
import { SavedViews } from './saved-views.tsx';
import { SplitPane, type SplitPaneProps } from './split-pane.tsx';
import { EmptyState } from './states.tsx';

/** What the list needs of a query, of one answer or of many pages. */
export interface ListSource {
  isPending: boolean;
  error: unknown;
  refetch(): unknown;
  hasNextPage?: boolean;
  isFetchingNextPage?: boolean;
  fetchNextPage?(): unknown;
}

export interface Words {
  title: string;
  hint: string;
}

type TableProps<T> = Omit<
  DataTableProps<T>,
  'label' | 'openId' | 'onOpen' | 'empty' | 'isLoading' | 'error' | 'onRetry' | 'isLoadingMore' | 'onMore'
>;

export interface ListPageProps<T> extends TableProps<T> {
  /** Absent: the list is a part of a page that has a head of its own. */
  title?: string;
  /** The list's name; absent: as the page. */
  label?: string;
  lead?: ReactNode;
  /** Beside the title, always. */
  aside?: ReactNode;
  /** The button that adds a first row: in the middle of an empty list, later beside the title. */
  add?: ReactNode;
  /** Between the head and the filters: tabs. */
  tabs?: ReactNode;
  /** Between the filters and the list: a notice. */
  notice?: ReactNode;
  search?: FilterBarProps['search'];
  fields?: FilterBarProps['fields'];
  standardSpan?: Span | null;
  query: ListSource;
  /** Absent: a filter of the page is set. */
  isFiltered?: boolean;
  empty: Words & { action?: ReactNode };
  emptyFiltered?: Words;
  pane: Omit<SplitPaneProps, 'list' | 'detail' | 'onClose'>;
  /** Null: it cannot be shown yet, and the list keeps the room. */
  detail(id: string): ReactNode | null;
  children?: ReactNode;
}

export function ListPage<T extends object>(props: ListPageProps<T>) {
  const {
    title,
    label = title ?? '',
    lead,
    aside,
    add,
    tabs,
    notice,
    query,
    pane,
    children,
    ...rest
  } = props;
  const { search, fields = [], standardSpan, empty, emptyFiltered, detail, isFiltered, ...table } = rest;
  const { search: address, id, open } = useAddress();
  const names = [
    ...(search ? [search.name] : []),
    ...fields.map(({ name }) => name),
    ...(standardSpan === undefined ? [] : ['time', 'from', 'to']),
  ];
  const filtered = isFiltered ?? names.some((name) => address[name]);
  const { fetchNextPage } = query;
  const more = useCallback(() => void fetchNextPage?.(), [fetchNextPage]);
  // Where the open row stands alone, it gets the room.
  const gives = id === null ? '' : 'max-[999px]:hidden';
  const hasBar = search !== undefined || fields.length > 0 || standardSpan !== undefined;
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      {title !== undefined && (
        <div className={id === null ? 'contents' : 'max-[999px]:sr-only'}>
          <PageHead title={title} lead={lead}>
            {aside}
            {(props.rows.length > 0 || filtered) && add}
          </PageHead>
        </div>
      )}
      {tabs !== undefined && <div className={gives}>{tabs}</div>}
      {hasBar && (
        <div className={`flex flex-col gap-2 ${gives}`}>
          <SavedViews page={props.name} />
          <FilterBar search={search} fields={fields} standardSpan={standardSpan} />
        </div>
      )}
      {notice}
      <SplitPane
        {...pane}
        onClose={() => open(null)}
        detail={id === null ? null : detail(id)}
        list={
          <DataTable
            {...table}
            label={label}
            openId={id}
            // From one row to the next is no step of "back": back leads to the list.
            onOpen={(row) => open(row, { replace: id !== null })}
            isLoading={query.isPending}
            error={query.error}
            onRetry={() => void query.refetch()}
            hasMore={table.hasMore ?? query.hasNextPage}
            isLoadingMore={query.isFetchingNextPage}
            onMore={more}
            empty={
              filtered && emptyFiltered ? (
                <EmptyState {...emptyFiltered} />
              ) : (
                <EmptyState title={empty.title} hint={empty.hint}>
                  {empty.action ?? add}
                </EmptyState>
              )
            }
          />
        }
      />
      {children}
    </div>
  );
}

/** The open row of a list that is loaded whole: null until it is, and in words where there is none of this id. */
export function toOpened<T>(
  all: readonly T[] | undefined,
  is: (row: T) => boolean,
  missing: Words,
  show: (row: T) => ReactNode,
): ReactNode | null {
  if (all === undefined) return null;
  const row = all.find(is);
  return row === undefined ? <EmptyState {...missing} /> : show(row);
}
