/** Which columns a list shows, in which order, and how wide. */
import { ArrowDown, ArrowUp, Columns3, Minus, Plus } from 'lucide-react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { setPreferences, usePreferences } from '../data/preferences.ts';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { Button, IconButton } from './button.tsx';
import type { Column } from './column.ts';
import { toMoved, toWidth } from './column-choices.ts';
import { Checkbox } from './fields.tsx';

const stepPx = 24;

function without<T>(record: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([list]) => list !== name));
}

export interface ColumnMenuProps<T> {
  /** The list's name in the person's preferences. */
  name: string;
  /** In their order. */
  columns: readonly Column<T>[];
  /** How wide a column is now, in pixels. */
  widthOf(id: string): number;
}

export function ColumnMenu<T>({ name, columns, widthOf }: ColumnMenuProps<T>) {
  const t = useTexts(partsTexts);
  const { hidden, order, widths, sorts } = usePreferences();
  const hiddenHere = hidden[name] ?? [];
  const ids = columns.map(({ id }) => id);
  const toggle = (id: string): void => {
    const next = hiddenHere.includes(id) ? hiddenHere.filter((one) => one !== id) : [...hiddenHere, id];
    // A table without columns would show nothing to choose by.
    if (next.length < columns.length) setPreferences({ hidden: { ...hidden, [name]: next } });
  };
  const move = (id: string, by: 1 | -1): void =>
    setPreferences({ order: { ...order, [name]: toMoved(ids, id, by) } });
  const widen = (id: string, byPx: number): void =>
    setPreferences({
      widths: {
        ...widths,
        [name]: { ...widths[name], [id]: toWidth((widths[name]?.[id] ?? widthOf(id)) + byPx) },
      },
    });
  return (
    <DialogTrigger>
      <IconButton label={t.columns}>
        <Columns3 size={15} aria-hidden />
      </IconButton>
      <Popover className="rise overflow-auto rounded-md border border-line bg-raised p-2 shadow-(--shadow)">
        <Dialog aria-label={t.columns} className="flex flex-col gap-1 outline-none">
          <ul className="flex flex-col">
            {columns.map(({ id, label }, at) => (
              <li key={id} className="flex items-center gap-0.5">
                <span className="min-w-36 flex-1 pr-3">
                  <Checkbox isSelected={!hiddenHere.includes(id)} onChange={() => toggle(id)}>
                    {label}
                  </Checkbox>
                </span>
                <IconButton label={t.columnEarlier(label)} isDisabled={at === 0} onPress={() => move(id, -1)}>
                  <ArrowUp size={14} aria-hidden />
                </IconButton>
                <IconButton
                  label={t.columnLater(label)}
                  isDisabled={at === columns.length - 1}
                  onPress={() => move(id, 1)}
                >
                  <ArrowDown size={14} aria-hidden />
                </IconButton>
                <IconButton label={t.columnNarrower(label)} onPress={() => widen(id, -stepPx)}>
                  <Minus size={14} aria-hidden />
                </IconButton>
                <IconButton label={t.columnWider(label)} onPress={() => widen(id, stepPx)}>
                  <Plus size={14} aria-hidden />
                </IconButton>
              </li>
            ))}
          </ul>
          <Button
            look="quiet"
            className="self-start"
            onPress={() =>
              setPreferences({
                hidden: without(hidden, name),
                order: without(order, name),
                widths: without(widths, name),
                sorts: without(sorts, name),
              })
            }
          >
            {t.columnsReset}
          </Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
