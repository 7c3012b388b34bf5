/** Where sources come from: countries on a map and ranked, the networks they belong to, and the busiest of them. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useAddress } from '../../data/address.ts';
import { busiestQuery, toHours, topQuery } from '../../data/sums.ts';
import { toTimeRange } from '../../data/time-range.ts';
import { Button } from '../../parts/button.tsx';
import { type Bar, BarList } from '../../parts/figures.tsx';
import { TimeRangeMenu } from '../../parts/filter-bar.tsx';
import { PageHead, Panel } from '../../parts/page-head.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { useNow } from '../../parts/time.tsx';
import { WorldMap } from '../../parts/world-map.tsx';
import { knowledgeTexts } from '../../texts/knowledge.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useLanguage, useTexts } from '../../texts/texts.ts';
import { toNumeric } from './country-codes.ts';
import { toNetworks } from './networks.ts';

const standard = '7d';
const mostCountries = 250;
const mostSources = 500;
const shownAtFirst = 12;

/** Country codes come from data files that people may have swapped: what is no code is shown as it is. */
function useCountryName(): (code: string) => string {
  const { places } = useTexts(knowledgeTexts);
  const language = useLanguage();
  return useMemo(() => {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'code' });
    return (code) =>
      /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code === 'other' ? '…' : places.unknown;
  }, [language, places]);
}

/** A ranked list that begins with its greatest; the rest is one press away. */
function Ranked({ label, bars, children }: { label: string; bars: readonly Bar[]; children?: ReactNode }) {
  const { places: t } = useTexts(knowledgeTexts);
  const [isWhole, setWhole] = useState(false);
  return (
    <div className="flex flex-col items-start gap-2 p-2 *:w-full">
      <BarList label={label} bars={isWhole ? bars : bars.slice(0, shownAtFirst)} />
      {!isWhole && bars.length > shownAtFirst && (
        <Button look="quiet" className="w-auto!" onPress={() => setWhole(true)}>
          {t.showAll(bars.length)}
        </Button>
      )}
      {children}
    </div>
  );
}

export default function Places() {
  const { places: t, reach } = useTexts(knowledgeTexts);
  const { pages } = useTexts(shellTexts);
  const { search } = useAddress();
  const nowMs = useNow();
  const countryName = useCountryName();
  const range = toHours(toTimeRange(search, nowMs, standard), nowMs);
  const countries = useQuery({
    ...topQuery('country', range, mostCountries),
    placeholderData: keepPreviousData,
  });
  const sources = useQuery({ ...topQuery('source', range, 12), placeholderData: keepPreviousData });
  const busiest = useQuery(busiestQuery(mostSources));
  const networks = useMemo(() => toNetworks(busiest.data?.items ?? []), [busiest.data]);
  const counts = useMemo(
    () =>
      Object.fromEntries(
        (countries.data?.items ?? []).flatMap(({ name, events }) => {
          const id = toNumeric(name);
          return id === null ? [] : [[id, events]];
        }),
      ),
    [countries.data],
  );
  const when = {
    time: search.time ?? (search.from ? undefined : standard),
    from: search.from,
    to: search.to,
  };
  const items = countries.data?.items;
  const missed = sources.data?.missed ?? 0;
  return (
    <div className="flex flex-col gap-4">
      <PageHead title={pages.places} lead={t.lead}>
        <TimeRangeMenu standard={standard} />
      </PageHead>
      {search.time === 'all' && <p className="text-xs text-muted">{reach}</p>}
      <div className={`grid items-start gap-4 ${items?.length === 0 ? '' : 'lg:grid-cols-[3fr_2fr]'}`}>
        <Panel title={t.map}>
          <div className="p-4 pt-2">
            {countries.isError ? (
              <ErrorState error={countries.error} onRetry={() => void countries.refetch()} />
            ) : items === undefined ? (
              <Skeleton className="h-64" />
            ) : items.length === 0 ? (
              <EmptyState title={t.empty} hint={t.emptyHint} />
            ) : (
              <WorldMap label={t.map} counts={counts} />
            )}
          </div>
        </Panel>
        {items !== undefined && items.length > 0 && (
          <Panel title={t.countries}>
            <Ranked
              label={t.countries}
              bars={items.map(({ name, events }) => ({
                value: name,
                label: countryName(name),
                count: events,
                ...(/^[A-Z]{2}$/.test(name)
                  ? { to: { to: '/events', search: { ...when, q: `country:${name}` } } }
                  : {}),
              }))}
            />
          </Panel>
        )}
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {networks.length > 0 && (
          <Panel title={t.networks}>
            <Ranked
              label={t.networks}
              bars={networks.map(({ asn, owner, events }) => ({
                value: `AS${asn} ${owner ?? ''}`.trim(),
                count: events,
                to: { to: '/events', search: { q: `asn:${asn}` } },
              }))}
            >
              <p className="px-2 text-xs text-muted">
                {t.networksHint(busiest.data?.items.length ?? mostSources)}
              </p>
            </Ranked>
          </Panel>
        )}
        {(sources.data?.items.length ?? 0) > 0 && (
          <Panel title={t.sources}>
            <Ranked
              label={t.sources}
              bars={(sources.data?.items ?? []).map(({ name, events }) => ({
                value: name,
                count: events,
                to: { to: `/attackers/${encodeURIComponent(name)}` },
              }))}
            >
              {missed > 0 && <p className="px-2 text-xs text-muted">{t.missed(missed)}</p>}
            </Ranked>
          </Panel>
        )}
      </div>
    </div>
  );
}
