/** The glance: is anything open, are all nodes alive; then what happened, where from, and what they want. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type Layers, type Ranked, rank, toLayers, triesOf } from '../../data/activity-layers.ts';
import { useAddress } from '../../data/address.ts';
import { useLiveEvents } from '../../data/live.ts';
import { activityQuery, nodesQuery, openIncidentsQuery, statsQuery } from '../../data/queries.ts';
import { type Span, spans, toTimeRange } from '../../data/time-range.ts';
import { type EventView, toWords } from '../../data/types.ts';
import { buttonClass } from '../../parts/button.tsx';
import { BarList, Kpi } from '../../parts/figures.tsx';
import { TimeRangeMenu } from '../../parts/filter-bar.tsx';
import { Link } from '../../parts/link.tsx';
import { PageHead, Panel } from '../../parts/page-head.tsx';
import { SampleOffer } from '../../parts/sample-offer.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { useNow } from '../../parts/time.tsx';
import { TimeSeries } from '../../parts/time-series.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { useFormat } from '../../texts/format.ts';
import { overviewTexts } from '../../texts/overview.ts';
import { useTexts } from '../../texts/texts.ts';
import { WorstIncidents, worstFirst } from './incidents.tsx';
import { SilentNodes, silentOf } from './silent-nodes.tsx';
import { useSums } from './sums.ts';

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

interface Row extends Ranked {
  id?: string;
}

/** What the panels show, whatever it was counted from. */
interface Shown {
  layers: Layers;
  total: number;
  /** Of the period before; null: not known. */
  before: number | null;
  sources: Row[];
  services: Row[];
  tries: Row[];
  techniques: Row[];
}

function fromEvents(
  events: readonly EventView[],
  fromMs: number,
  toMs: number,
  before: number | null,
): Shown {
  return {
    layers: toLayers(events, fromMs, toMs),
    total: events.length,
    before,
    sources: rank(events.map(({ source_ip }) => source_ip)),
    services: rank(events.map(({ service }) => service)),
    tries: rank(triesOf(events)),
    techniques: rank(events.flatMap(({ verdict }) => verdict?.techniques ?? [])),
  };
}

function Activity() {
  const t = useTexts(overviewTexts);
  const format = useFormat();
  const attackName = useAttackName();
  const { fromMs, toMs, now, before, search } = useActivity();
  // Few events are read and drawn to the minute; of many the server keeps exact sums by the hour.
  const isMuch = now.data?.isWhole === false || before.data?.isWhole === false;
  const { sums, error } = useSums(fromMs, toMs, isMuch);
  const shown = useMemo((): Shown | null => {
    if (isMuch) return sums;
    if (now.data === undefined) return null;
    return fromEvents(now.data.items, fromMs, toMs, before.data?.items.length ?? null);
  }, [isMuch, sums, now.data, before.data, fromMs, toMs]);
  const series = useMemo(
    () =>
      shown?.layers.layers.map(({ type, values }) => ({
        label: type === null ? t.other : attackName(type),
        values,
      })) ?? [],
    [shown, t, attackName],
  );
  const range = {
    time: search.time ?? (search.from ? undefined : standard),
    from: search.from,
    to: search.to,
  };
  const bars = (filter: string, rows: readonly Row[]) =>
    rows.map((one) => ({ ...one, to: { to: '/events', search: { ...range, [filter]: one.value } } }));
  const change = shown?.before ? shown.total / shown.before - 1 : null;

  const failure = now.isError ? now.error : isMuch ? error : null;
  if (failure)
    return (
      <Panel title={t.activity}>
        <ErrorState error={failure} onRetry={() => void now.refetch()} />
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
          {shown === null ? (
            <Skeleton className="h-56 w-full" />
          ) : shown.total === 0 ? (
            <EmptyState title={t.quiet} hint={t.quietHint}>
              <SampleOffer />
            </EmptyState>
          ) : (
            <TimeSeries label={t.activity} times={shown.layers.times} series={series} />
          )}
          {isMuch && shown !== null && (
            <p className="mt-2 text-xs text-muted">
              {t.byHours(shown.total)}
              {sums !== null && sums.missed > 0 && ` ${t.missed(format.count(sums.missed))}`}
            </p>
          )}
        </div>
      </Panel>
      {shown !== null && shown.total > 0 && (
        <div className="grid gap-4 md:grid-cols-2 2xl:grid-cols-4">
          <Panel title={t.sources}>
            <div className="p-2">
              <BarList label={t.sources} bars={bars('source', shown.sources)} />
            </div>
          </Panel>
          <Panel title={t.services}>
            <div className="p-2">
              <BarList label={t.services} bars={bars('service', shown.services)} />
            </div>
          </Panel>
          <Panel title={t.tries}>
            <div className="p-2">
              <BarList
                label={t.tries}
                bars={shown.tries.map(({ id, value, count }) => ({
                  value,
                  count,
                  to:
                    id === undefined
                      ? { to: '/events', search: { ...range, q: toWords(value.slice(0, 200)) } }
                      : { to: `/observables/${encodeURIComponent(id)}`, search: {} },
                }))}
              />
            </div>
          </Panel>
          <Panel title={t.techniques}>
            <div className="p-2">
              <BarList label={t.techniques} bars={shown.techniques} />
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
          to={{ to: '/alerts', search: { open: 'true' } }}
        />
        <Kpi label={t.kpis.attackers} value={kpi('unique_attackers')} to={{ to: '/attackers' }} />
      </section>
      <Activity />
    </div>
  );
}
