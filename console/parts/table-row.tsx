/** One row of a list: cells side by side, or a card on narrow windows. */

import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import type { Column } from './column.ts';
import { Checkbox } from './fields.tsx';

export interface TableRowProps<T> {
  row: T;
  id: string;
  /** Of the element, for `aria-activedescendant`. */
  elementId: string;
  columns: readonly Column<T>[];
  shown: readonly Column<T>[];
  template: string;
  index: number;
  startPx: number;
  heightPx: number;
  isNarrow: boolean;
  isActive: boolean;
  isOpen: boolean;
  /** Null: rows cannot be selected. */
  isSelected: boolean | null;
  canOpen: boolean;
  onToggle(): void;
  onPick(): void;
  onOpen(): void;
}

export function TableRow<T>(props: TableRowProps<T>) {
  const t = useTexts(partsTexts);
  const { row, columns, shown, isNarrow, isOpen, isSelected } = props;
  return (
    // Keys are handled for the whole grid (row-keys.ts); the click is the mouse's way to the same.
    <div
      id={props.elementId}
      role="row"
      tabIndex={-1}
      aria-rowindex={props.index + 2}
      aria-selected={isSelected ?? isOpen}
      data-active={props.isActive || undefined}
      className={`absolute inset-x-0 top-0 border-b border-line px-3 text-sm outline-none hover:bg-sunk data-active:shadow-[inset_3px_0_0_var(--accent)] ${props.canOpen ? 'cursor-pointer' : ''} ${isOpen || isSelected ? 'bg-accent-soft' : ''} ${isNarrow ? 'flex items-start gap-3 py-2.5' : 'grid items-center gap-3'}`}
      style={{
        height: props.heightPx,
        transform: `translateY(${props.startPx}px)`,
        gridTemplateColumns: isNarrow ? undefined : props.template,
      }}
      onClick={(event) => {
        // A button, link or box in the row has its own say.
        if (!(event.target as Element).closest('button,a,label')) props.onPick();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) props.onOpen();
      }}
    >
      {isSelected !== null && !isNarrow && (
        <span role="gridcell">
          <Checkbox isSelected={isSelected} onChange={props.onToggle} label={t.selectRow} />
        </span>
      )}
      {isNarrow ? (
        <Card row={row} columns={columns} />
      ) : (
        shown.map((column) => (
          <span
            key={column.id}
            role="gridcell"
            className={`min-w-0 truncate ${column.align === 'end' ? 'pr-3 text-right' : ''}`}
          >
            {column.cell(row)}
          </span>
        ))
      )}
    </div>
  );
}

function Card<T>({ row, columns }: { row: T; columns: readonly Column<T>[] }) {
  const at = (place: Column<T>['card']) => columns.filter(({ card }) => card === place);
  return (
    <>
      <span role="gridcell" className="flex min-w-0 flex-1 flex-col gap-1">
        {at('title').map((column) => (
          <span key={column.id} className={`font-medium ${column.isSentence ? '' : 'truncate'}`}>
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
