/** The names of a list's columns; a press sorts by one where the whole list is loaded. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type PointerEvent, useRef } from 'react';
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
  /** While it is drawn wider or narrower, and `isDone` at the end. */
  onWidth(id: string, px: number, isDone: boolean): void;
  /** As wide as at first. */
  onWidthReset(id: string): void;
}

/** Drawn by the mouse; by keyboard the menu of columns does the same. */
function Grip({ onWidth, onReset }: { onWidth(px: number, isDone: boolean): void; onReset(): void }) {
  const start = useRef<{ atPx: number; widthPx: number } | null>(null);
  const toPx = ({ clientX }: PointerEvent): number =>
    start.current === null ? 0 : start.current.widthPx + clientX - start.current.atPx;
  return (
    <span
      aria-hidden
      data-grip
      className="absolute inset-y-0 right-0 w-2 cursor-col-resize touch-none border-r border-transparent hover:border-edge"
      onPointerDown={(event) => {
        const head = event.currentTarget.parentElement;
        if (head === null) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { atPx: event.clientX, widthPx: head.getBoundingClientRect().width };
      }}
      onPointerMove={(event) => {
        if (start.current !== null) onWidth(toPx(event), false);
      }}
      onPointerUp={(event) => {
        if (start.current !== null && event.clientX !== start.current.atPx) onWidth(toPx(event), true);
        start.current = null;
      }}
      onDoubleClick={onReset}
    />
  );
}

export function TableHead<T>({
  shown,
  template,
  isNarrow,
  canSelect,
  canSort,
  sorting,
  onSort,
  onWidth,
  onWidthReset,
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
            data-column={column.id}
            className={`relative truncate ${column.align === 'end' ? 'pr-3 text-right' : ''}`}
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
            {!isNarrow && (
              <Grip
                onWidth={(px, isDone) => onWidth(column.id, px, isDone)}
                onReset={() => onWidthReset(column.id)}
              />
            )}
          </span>
        );
      })}
    </div>
  );
}
