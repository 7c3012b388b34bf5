/** The foot of a list: how many rows there are, what can be done with the selected ones, and which columns are shown. */
import type { ReactNode } from 'react';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { Button } from './button.tsx';
import type { Column } from './column.ts';
import { ColumnMenu } from './column-menu.tsx';

export interface TableFootProps<T> {
  name: string;
  columns: readonly Column<T>[];
  widthOf(id: string): number;
  count: number;
  hasMore: boolean;
  isLoading: boolean;
  isNarrow: boolean;
  /** How many rows are selected. */
  selected: number;
  bulk?: ReactNode;
  onClear(): void;
}

export function TableFoot<T>(props: TableFootProps<T>) {
  const { count, selected } = props;
  const t = useTexts(partsTexts);
  return (
    <footer className="flex min-h-9 flex-wrap items-center gap-2 border-t border-line px-3 text-xs text-muted">
      {selected > 0 ? (
        <>
          <span className="text-ink">{t.selected(selected)}</span>
          {props.bulk}
          <Button look="quiet" className="h-7!" onPress={props.onClear}>
            {t.clearSelection}
          </Button>
        </>
      ) : (
        <span role="status">
          {props.isLoading ? t.loading : props.hasMore ? t.loadedMore(count) : t.loaded(count)}
        </span>
      )}
      <span className="flex-1" />
      {!props.isNarrow && <ColumnMenu name={props.name} columns={props.columns} widthOf={props.widthOf} />}
    </footer>
  );
}
