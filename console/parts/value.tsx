/**
 * A value of an event (address, user name, hash, technique, …): as a link to what else it did, with a menu to filter to
 * it, exclude it, copy it. It may be an attacker's, so it is shown as HostileText.
 */
import { Ban, Copy, ExternalLink, Filter, UserSearch } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useAddress } from '../data/address.ts';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { copyText } from './copy.tsx';
import { clip, toVisible } from './escape.ts';
import { HostileText } from './hostile-text.tsx';
import { Menu, type MenuEntry } from './menu.tsx';
import { notify } from './toast.tsx';

export interface ValueProps {
  value: string;
  /** The filter of this page's list that it fits, by its name in the address; absent: no filtering here. */
  filter?: string;
  /** The filter that means "not this", where the page's list has one. */
  exclude?: string;
  /** Where "show its events" leads, where another filter than `filter` does. */
  eventFilter?: string;
  /** More actions: block, mark as known scanner, …. */
  more?: readonly MenuEntry[];
  /** Facts about the value above the actions (the hover card's content); mounted when the menu opens. */
  card?: ReactNode;
  /** What to show where the value is no attacker's (a node's name). */
  children?: ReactNode;
}

export function Value({
  value,
  filter,
  exclude,
  eventFilter = filter,
  more = [],
  card,
  children,
}: ValueProps) {
  const t = useTexts(partsTexts);
  const address = useAddress();
  const entries: MenuEntry[] = [];
  if (filter)
    entries.push({
      id: 'filter',
      label: t.filterTo,
      icon: <Filter size={14} />,
      onAction: () => address.set({ [filter]: value }),
    });
  if (exclude)
    entries.push({
      id: 'exclude',
      label: t.filterOut,
      icon: <Ban size={14} />,
      onAction: () => address.set({ [exclude]: value }),
    });
  entries.push({
    id: 'copy',
    label: t.copy,
    icon: <Copy size={14} />,
    onAction: async () =>
      (await copyText(value)) ? notify(t.copied) : notify(t.copyFailed, { tone: 'failed' }),
  });
  if (eventFilter)
    entries.push({
      id: 'open',
      label: t.openValue,
      icon: <ExternalLink size={14} />,
      onAction: () => address.go('/events', { [eventFilter]: value }),
    });
  const shown = clip(toVisible(value), 60);
  return (
    <Menu
      label={t.moreOf(shown)}
      trigger={
        <AriaButton className="max-w-full rounded-sm text-left align-middle underline decoration-edge decoration-dotted underline-offset-[3px] hover:bg-accent-soft">
          {children ?? <HostileText text={value} />}
        </AriaButton>
      }
      head={
        <div className="mb-1 border-b border-line px-2 pt-1.5 pb-2">
          <HostileText text={value} />
          {card}
        </div>
      }
      groups={[{ entries: [...entries, ...more] }]}
    />
  );
}

/** A source, with the way to everything that is known of it. */
export function SourceValue({
  source,
  filter,
  more = [],
}: { source: string } & Pick<ValueProps, 'filter' | 'more'>) {
  const t = useTexts(partsTexts);
  const address = useAddress();
  const entry: MenuEntry = {
    id: 'attacker',
    label: t.openAttacker,
    icon: <UserSearch size={14} />,
    onAction: () => address.go(`/attackers/${encodeURIComponent(source)}`),
  };
  return <Value value={source} filter={filter} eventFilter="source" more={[entry, ...more]} />;
}
