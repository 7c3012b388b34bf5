/** The foot of a list: how many rows there are, what can be done with the selected ones, and which columns are shown. */
import { Columns3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { setPreferences, usePreferences } from '../data/preferences.ts';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { Button, IconButton } from './button.tsx';
import type { Column } from './column.ts';
import { Menu } from './menu.tsx';

export interface TableFootProps<T> {
  name: string;
  columns: readonly Column<T>[];
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
  const { name, columns, count, selected } = props;
  const t = useTexts(partsTexts);
  const { hidden } = usePreferences();
  const hiddenHere = hidden[name] ?? [];
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
      {!props.isNarrow && (
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
  );
}
