/**
 * One filter bar a page: a search, further filters, the time range, and every filter that holds as a chip. All of it is
 * the page's address, so a link, "back" and a reload show the same.
 */
import { Search, SlidersHorizontal, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import {
  Button as AriaButton,
  Dialog,
  DialogTrigger,
  Input,
  Popover,
  TextField,
} from 'react-aria-components';
import { useAddress } from '../data/address.ts';
import { isSpan, type Span, spanNames } from '../data/time-range.ts';
import { useFormat } from '../texts/format.ts';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { Button, IconButton } from './button.tsx';
import { clip, toVisible } from './escape.ts';
import { Choice, TextInput } from './fields.tsx';
import { Menu } from './menu.tsx';

export interface FilterField {
  /** Its name in the address. */
  name: string;
  label: string;
  /** Absent: any text. */
  options?: readonly { value: string; label: string }[];
  /** How a chip shows the value, where it is an id. */
  show?(value: string): string;
}

export interface FilterBarProps {
  /** The filter that the search field sets. */
  search?: { name: string; label: string };
  fields: readonly FilterField[];
  /** Which range holds where the address says nothing; null = all time. Absent: the page has no time range. */
  standardSpan?: Span | null;
}

function SearchBox({ name, label }: { name: string; label: string }) {
  const { search, set } = useAddress();
  const [text, setText] = useState(search[name] ?? '');
  useEffect(() => setText(search[name] ?? ''), [search, name]);
  return (
    <form
      role="search"
      className="relative min-w-0 flex-1 basis-full sm:basis-56"
      onSubmit={(event) => {
        event.preventDefault();
        set({ [name]: text.trim() });
      }}
    >
      <TextField value={text} onChange={setText} aria-label={label}>
        <Search
          size={15}
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted"
        />
        <Input
          data-filter-search
          placeholder={label}
          className="h-8 w-full rounded-md border border-edge bg-raised pr-3 pl-8 text-sm placeholder:text-muted pointer-coarse:h-11"
        />
      </TextField>
    </form>
  );
}

function MoreFilters({ fields }: Pick<FilterBarProps, 'fields'>) {
  const t = useTexts(partsTexts);
  const { search, set } = useAddress();
  const [draft, setDraft] = useState<Record<string, string>>({});
  return (
    <DialogTrigger onOpenChange={(isOpen) => isOpen && setDraft(search)}>
      <Button>
        <SlidersHorizontal size={14} aria-hidden />
        {t.addFilter}
      </Button>
      <Popover className="rise w-[min(22rem,calc(100vw-2rem))] rounded-md border border-line bg-raised shadow-(--shadow)">
        <Dialog aria-label={t.filters} className="max-h-[70dvh] overflow-auto p-4 outline-none">
          {({ close }) => (
            <form
              className="flex flex-col gap-3"
              onSubmit={(event) => {
                event.preventDefault();
                set(Object.fromEntries(fields.map(({ name }) => [name, draft[name]?.trim() ?? ''])));
                close();
              }}
            >
              {fields.map(({ name, label, options }) => {
                const change = (value: string): void => setDraft((now) => ({ ...now, [name]: value }));
                const value = draft[name] ?? '';
                return options ? (
                  <Choice
                    key={name}
                    label={label}
                    value={value}
                    onChange={change}
                    options={[{ value: '', label: '–' }, ...options]}
                  />
                ) : (
                  <TextInput key={name} label={label} value={value} onChange={change} />
                );
              })}
              <Button look="primary" type="submit">
                {t.apply}
              </Button>
            </form>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** The page's one time range. Also used without a FilterBar, on pages that filter by time alone. */
export function TimeRangeMenu({ standard }: { standard: Span | null }) {
  const t = useTexts(partsTexts);
  const format = useFormat();
  const { search, set } = useAddress();
  const isFixed = search.time === undefined && (search.from !== undefined || search.to !== undefined);
  const span = isSpan(search.time) ? search.time : search.time === 'all' ? 'all' : (standard ?? 'all');
  const day = (iso: string | undefined): string =>
    iso === undefined || Number.isNaN(Date.parse(iso)) ? '…' : format.short(Date.parse(iso), true);
  const label = isFixed ? `${day(search.from)} – ${day(search.to)}` : t.spans[span];
  const entries = [...spanNames, 'all' as const].map((name) => ({
    id: name,
    label: t.spans[name],
    isChosen: !isFixed && name === span,
    onAction: () => set({ time: name === (standard ?? 'all') ? '' : name, from: '', to: '' }),
  }));
  return (
    <Menu
      label={t.time}
      trigger={<Button aria-label={`${t.time}: ${label}`}>{label}</Button>}
      groups={[{ entries }]}
    />
  );
}

export function FilterBar({ search: searchField, fields, standardSpan }: FilterBarProps) {
  const t = useTexts(partsTexts);
  const { search, set } = useAddress();
  const all = searchField ? [{ name: searchField.name, label: searchField.label }, ...fields] : fields;
  const chips = all.flatMap((field: FilterField) => {
    const value = search[field.name];
    if (value === undefined) return [];
    const label = field.options?.find((option) => option.value === value)?.label;
    return [{ ...field, shown: label ?? field.show?.(value) ?? clip(toVisible(value), 60) }];
  });
  return (
    <div className="no-print flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {searchField && <SearchBox {...searchField} />}
        {fields.length > 0 && <MoreFilters fields={fields} />}
        {standardSpan !== undefined && <TimeRangeMenu standard={standardSpan} />}
      </div>
      {chips.length > 0 && (
        <ul aria-label={t.filters} className="flex flex-wrap items-center gap-1.5">
          {chips.map(({ name, label, shown }) => (
            <li key={name} className="flex max-w-full items-center rounded-sm bg-accent-soft pl-2 text-xs">
              <span className="truncate">
                {name === searchField?.name ? '' : `${label}: `}
                <bdi className="font-mono">{shown}</bdi>
              </span>
              <IconButton
                label={t.removeFilter(name === searchField?.name ? shown : label)}
                onPress={() => set({ [name]: '' })}
                className="ml-0.5 size-6!"
              >
                <X size={13} aria-hidden />
              </IconButton>
            </li>
          ))}
          {chips.length > 1 && (
            <li>
              <AriaButton
                className="px-1 text-xs text-accent hover:underline"
                onPress={() => set(Object.fromEntries(chips.map(({ name }) => [name, ''])))}
              >
                {t.clearFilters}
              </AriaButton>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}
