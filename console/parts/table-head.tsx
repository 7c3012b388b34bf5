/** The names of a list's columns; a press sorts by one where the whole list is loaded. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import type { Column } from './column.ts';

export interface TableHeadProps<T> {
  shown: readonly Column<T>[];
  template: string;
  isNarrow: boolean;
  canSelect: boolean;
  canSort: boolean;
  sorting: readonly { id: string; desc: boolean }[];
  onSort(id: string): void;
}

export function TableHead<T>({
  shown,
  template,
  isNarrow,
  canSelect,
  canSort,
  sorting,
  onSort,
}: TableHeadProps<T>) {
  const t = useTexts(partsTexts);
  return (
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
      {canSelect && !isNarrow && (
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
                onPress={() => onSort(column.id)}
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
  );
}
