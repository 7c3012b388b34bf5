/** The glance: is anything open, are all nodes alive; then what happened, where from, and what they want. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useAddress } from '../../data/address.ts';
import { useLiveEvents } from '../../data/live.ts';
import { activityQuery, nodesQuery, openIncidentsQuery, statsQuery } from '../../data/queries.ts';
import { type Span, spans, toTimeRange } from '../../data/time-range.ts';
import { toWords } from '../../data/types.ts';
import { buttonClass } from '../../parts/button.tsx';
import { BarList, Kpi } from '../../parts/figures.tsx';
import { TimeRangeMenu } from '../../parts/filter-bar.tsx';
import { Link } from '../../parts/link.tsx';
import { PageHead, Panel } from '../../parts/page-head.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { useNow } from '../../parts/time.tsx';
import { TimeSeries } from '../../parts/time-series.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { useFormat } from '../../texts/format.ts';
import { overviewTexts } from '../../texts/overview.ts';
import { useTexts } from '../../texts/texts.ts';
import { rank, toLayers, triesOf } from './activity.ts';
import { WorstIncidents, worstFirst } from './incidents.tsx';
import { SilentNodes, silentOf } from './silent-nodes.tsx';

const standard: Span = '24h';

function useActivity() {
  const { search } = useAddress();
  const nowMs = useNow();
  // Read again when something happened, and each minute because time goes on; never more often than the clock ticks.
  const [atMs, setAtMs] = useState(nowMs);
  const happened = useRef(false);
  useLiveEvents(() => {
    happened.current = true;
  });
  useEffect(() => {
    if (!happened.current && nowMs - atMs < 60_000) return;
    happened.current = false;
    setAtMs(nowMs);
  }, [nowMs, atMs]);
  const range = toTimeRange(search, atMs, standard);
  // A picture has two ends: "all time" and half-open ranges are drawn from 30 days before.
  const toMs = range.to === null ? atMs + 1000 : Date.parse(range.to);
  const fromMs = range.from === null ? toMs - spans['30d'] : Date.parse(range.from);
  const lengthMs = Math.max(60_000, toMs - fromMs);
  const iso = (ms: number): string => new Date(ms).toISOString();
  const now = useQuery({ ...activityQuery(iso(fromMs), iso(toMs)), placeholderData: keepPreviousData });
  const before = useQuery({
    ...activityQuery(iso(fromMs - lengthMs), iso(fromMs)),
    placeholderData: keepPreviousData,
  });
  return { fromMs, toMs, now, before, search: { time: search.time, from: search.from, to: search.to } };
}

function Activity() {
  const t = useTexts(overviewTexts);
  const format = useFormat();
  const attackName = useAttackName();
  const { fromMs, toMs, now, before, search } = useActivity();
  const events = now.data?.items;
  const layers = useMemo(() => (events ? toLayers(events, fromMs, toMs) : null), [events, fromMs, toMs]);
  const series = useMemo(
    () =>
      layers?.layers.map(({ type, values }) => ({
        label: type === null ? t.other : attackName(type),
        values,
      })) ?? [],
    [layers, t, attackName],
  );
  const range = {
    time: search.time ?? (search.from ? undefined : standard),
    from: search.from,
    to: search.to,
  };
  const bars = (filter: string, values: Iterable<string>) =>
    rank(values).map((one) => ({ ...one, to: { to: '/events', search: { ...range, [filter]: one.value } } }));
  const change =
    now.data?.isWhole && before.data?.isWhole && before.data.items.length > 0 && events
      ? events.length / before.data.items.length - 1
      : null;

  if (now.isError)
    return (
      <Panel title={t.activity}>
        <ErrorState error={now.error} onRetry={() => void now.refetch()} />
      </Panel>
    );
  return (
    <>
      <Panel
        title={t.activity}
        aside={
          change !== null && (
            <span className="num text-xs text-muted">
              {t.before(`${change >= 0 ? '+' : '−'}${format.percent(Math.abs(change))}`)}
            </span>
          )
        }
      >
        <div className="p-4 pt-2">
          {!events || !layers ? (
            <Skeleton className="h-56 w-full" />
          ) : events.length === 0 ? (
            <EmptyState title={t.quiet} hint={t.quietHint} />
          ) : (
            <TimeSeries label={t.activity} times={layers.times} series={series} />
          )}
          {now.data && !now.data.isWhole && (
            <p className="mt-2 text-xs text-warn">{t.partly(format.count(now.data.items.length))}</p>
          )}
        </div>
      </Panel>
      {events && events.length > 0 && (
        <div className="grid gap-4 md:grid-cols-2 2xl:grid-cols-4">
          <Panel title={t.sources}>
            <div className="p-2">
              <BarList
                label={t.sources}
                bars={bars(
                  'source',
                  events.map(({ source_ip }) => source_ip),
                )}
              />
            </div>
          </Panel>
          <Panel title={t.services}>
            <div className="p-2">
              <BarList
                label={t.services}
                bars={bars(
                  'service',
                  events.map(({ service }) => service),
                )}
              />
            </div>
          </Panel>
          <Panel title={t.tries}>
            <div className="p-2">
              <BarList
                label={t.tries}
                bars={bars('q', triesOf(events)).map((bar) => ({
                  ...bar,
                  to: { ...bar.to, search: { ...bar.to.search, q: toWords(bar.value.slice(0, 200)) } },
                }))}
              />
            </div>
          </Panel>
          <Panel title={t.techniques}>
            <div className="p-2">
              <BarList
                label={t.techniques}
                bars={rank(events.flatMap(({ verdict }) => verdict?.techniques ?? []))}
              />
            </div>
          </Panel>
        </div>
      )}
    </>
  );
}

export default function Overview() {
  const t = useTexts(overviewTexts);
  const format = useFormat();
  const nowMs = useNow();
  const incidents = useQuery(openIncidentsQuery());
  const nodes = useQuery(nodesQuery());
  const stats = useQuery(statsQuery());
  const open = incidents.data?.items;
  const list = nodes.data ?? [];
  const silent = silentOf(list, nowMs);
  const worst = open && worstFirst(open)[0];
  const sentence = (): string => {
    if (!open || !nodes.data) return '…';
    if (open.length === 0) {
      if (list.length === 0) return t.start;
      return silent.length > 0 ? t.silentNow(silent.length) : t.calm;
    }
    return incidents.data?.next_cursor == null ? t.open(open.length) : t.openMany(format.count(open.length));
  };
  const lead = (): string => {
    if (worst) return t.worst(worst.risk_score);
    if (list.length === 0) return nodes.data ? t.startHint : '';
    if (silent.length > 0) return t.silentLead;
    return t.calmMore(list.filter(({ status }) => status === 'active').length);
  };
  const kpi = (name: keyof NonNullable<typeof stats.data>): number | null => stats.data?.[name] ?? null;
  return (
    <div className="mx-auto flex w-full max-w-[90rem] flex-col gap-4">
      <PageHead title={sentence()} lead={lead()}>
        {nodes.data && list.length === 0 && (
          <Link to="/welcome" className={buttonClass('primary')}>
            {t.firstSteps}
          </Link>
        )}
        <TimeRangeMenu standard={standard} />
      </PageHead>
      {incidents.isError && <ErrorState error={incidents.error} onRetry={() => void incidents.refetch()} />}
      <div className={`grid items-start gap-4 ${open && open.length > 0 ? 'lg:grid-cols-[2fr_1fr]' : ''}`}>
        {open && open.length > 0 && (
          <Panel
            title={t.allIncidents}
            aside={
              <Link
                to="/incidents"
                search={{ open: 'true' }}
                className="num text-sm text-accent hover:underline"
              >
                {t.allOf(`${format.count(open.length)}${incidents.data?.next_cursor == null ? '' : '+'}`)}
              </Link>
            }
          >
            <WorstIncidents incidents={open} />
          </Panel>
        )}
        {nodes.data && (
          <Panel title={t.silent}>
            <SilentNodes nodes={list} silent={silent} />
          </Panel>
        )}
      </div>
      <section aria-label={t.figures} className="panel grid grid-cols-2 overflow-hidden md:grid-cols-4">
        <Kpi label={t.kpis.events} value={kpi('total_attacks')} to={{ to: '/events' }} />
        <Kpi
          label={t.kpis.high}
          value={kpi('high_risk_count')}
          to={{ to: '/events', search: { min_risk: '7' } }}
        />
        <Kpi
          label={t.kpis.alerts}
          value={kpi('active_alerts')}
          to={{ to: '/incidents', search: { open: 'true' } }}
        />
        <Kpi label={t.kpis.attackers} value={kpi('unique_attackers')} to={{ to: '/attackers' }} />
      </section>
      <Activity />
    </div>
  );
}
