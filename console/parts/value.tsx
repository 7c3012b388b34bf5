/**
 * A value of an event (address, user name, hash, technique, …): as a link to what else it did, with a menu to filter to
 * it, exclude it, copy it. It may be an attacker's, so it is shown as HostileText.
 */
import { useQuery } from '@tanstack/react-query';
import { Ban, Copy, ExternalLink, Filter, Link2Off, UserSearch } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useAddress } from '../data/address.ts';
import { attackerQuery } from '../data/attackers.ts';
import { withoutValue } from '../data/event-query.ts';
import { openIncidentsOfQuery } from '../data/incidents.ts';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { copyText } from './copy.tsx';
import { toDefanged } from './defang.ts';
import { clip, toVisible } from './escape.ts';
import { HostileText } from './hostile-text.tsx';
import { Menu, type MenuEntry } from './menu.tsx';
import { Skeleton } from './states.tsx';
import { Count, RelativeTime } from './time.tsx';
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
  // The list of events has one query, which can say "not this".
  const without =
    exclude === undefined && filter !== undefined && address.pagePath === '/events'
      ? withoutValue(address.search.q ?? '', filter, value)
      : null;
  if (without !== null && filter !== undefined)
    entries.push({
      id: 'exclude',
      label: t.filterOut,
      icon: <Ban size={14} />,
      onAction: () =>
        address.set({ q: without, ...(address.search[filter] === value ? { [filter]: '' } : {}) }),
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
  const harmless = toDefanged(value);
  if (harmless !== value)
    entries.push({
      id: 'copy-defanged',
      label: t.copyDefanged,
      icon: <Link2Off size={14} />,
      onAction: async () =>
        (await copyText(harmless)) ? notify(t.copied) : notify(t.copyFailed, { tone: 'failed' }),
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

/** What is known of a source, without leaving the page. Asked for when the menu opens. */
function SourceCard({ source }: { source: string }) {
  const t = useTexts(partsTexts);
  const { data: profile, isPending } = useQuery(attackerQuery(source));
  const { data: open } = useQuery(openIncidentsOfQuery(source));
  if (isPending) return <Skeleton className="mt-2 h-16 w-48" />;
  if (profile === undefined) return null;
  const count = open === undefined ? '…' : `${open.items.length}${open.next_cursor === null ? '' : '+'}`;
  return (
    <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-xs *:odd:text-muted">
      <dt>{t.card.seen}</dt>
      <dd>
        <Count value={profile.total_attacks} />
      </dd>
      <dt>{t.card.first}</dt>
      <dd>
        <RelativeTime at={profile.first_seen} />
      </dd>
      <dt>{t.card.last}</dt>
      <dd>
        <RelativeTime at={profile.last_seen} />
      </dd>
      <dt>{t.card.open}</dt>
      <dd className="num">{count}</dd>
    </dl>
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
  return (
    <Value
      value={source}
      filter={filter}
      eventFilter="source"
      more={[entry, ...more]}
      card={<SourceCard source={source} />}
    />
  );
}
