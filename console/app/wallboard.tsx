/** A wallboard: the overview's numbers for a screen that is read from across a room. Nothing on it can be clicked. */
import type { ReactNode } from 'react';
import { useEffect, useMemo, useState } from 'react';
import { toSumLayers } from '../data/activity-layers.ts';
import type { WallboardData } from '../data/types.ts';
import { useWallboard, type WallboardView } from '../data/wallboard.ts';
import { RiskBadge, StateBadge } from '../parts/badges.tsx';
import { BarList } from '../parts/figures.tsx';
import { HostileText } from '../parts/hostile-text.tsx';
import { Panel } from '../parts/page-head.tsx';
import { RelativeTime } from '../parts/time.tsx';
import { TimeSeries } from '../parts/time-series.tsx';
import { useAttackName } from '../texts/attack-types.ts';
import { useFormat } from '../texts/format.ts';
import { useLanguage, useTexts } from '../texts/texts.ts';
import { wallboardTexts } from '../texts/wallboard.ts';

/** What the screen says of itself: a number that is old must not look like one that is not. */
function Line({ state, readMs }: Pick<WallboardView, 'state' | 'readMs'>) {
  const t = useTexts(wallboardTexts);
  const format = useFormat();
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  if (state === 'lost')
    return (
      <p role="alert" className="rounded-md bg-bad-soft px-3 py-1 text-base font-medium text-bad">
        {readMs === 0 ? t.lostNothing : t.lost(format.duration(Math.max(1000, nowMs - readMs)))}
      </p>
    );
  const isLive = state === 'live';
  return (
    <p className="flex items-center gap-2 text-base text-muted">
      <span aria-hidden className={`size-2.5 rounded-full ${isLive ? 'bg-good' : 'border border-edge'}`} />
      <span>{isLive ? t.live : t.connecting}</span>
      <span className="num">{format.short(nowMs)}</span>
    </p>
  );
}

const Figure = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className="min-w-0 px-5 py-4">
    <span className="block text-base text-muted">{label}</span>
    <span className="num block text-3xl font-semibold tracking-tight">{children}</span>
  </div>
);

function Worst({ incidents: { worst } }: Pick<WallboardData, 'incidents'>) {
  const t = useTexts(wallboardTexts);
  const attackName = useAttackName();
  return (
    <Panel title={t.worst}>
      <ul className="flex flex-col pb-2">
        {worst.map((one) => (
          <li
            key={one.incident_id}
            className="flex items-center gap-4 border-t border-line px-4 py-2.5 first:border-0"
          >
            <RiskBadge risk={one.risk_score} />
            <span className="flex min-w-0 flex-1 flex-col">
              <span className="text-lg font-medium">{attackName(one.attack_type)}</span>
              <span className="truncate text-base text-muted">
                <HostileText prose text={t.on(one.service, one.node_name)} />
                {one.source !== null && (
                  <>
                    {' · '}
                    <HostileText text={one.source} />
                  </>
                )}
              </span>
            </span>
            <StateBadge state={one.status} />
            <span className="text-base text-muted">
              <RelativeTime at={one.last_seen} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Silent({ nodes: { silent, silent_names } }: Pick<WallboardData, 'nodes'>) {
  const t = useTexts(wallboardTexts);
  return (
    <Panel title={t.silent}>
      {silent === 0 ? (
        <p className="px-4 pt-1 pb-4 text-base text-muted">{t.allHeard}</p>
      ) : (
        <ul className="flex flex-col gap-1 px-4 pt-1 pb-4">
          {silent_names.map(({ name, last_seen }) => (
            <li key={name} className="flex items-center gap-3 text-base">
              <StateBadge state="silent" />
              <span className="min-w-0 flex-1 truncate">
                <HostileText prose text={name} />
              </span>
              <span className="text-muted">
                <RelativeTime at={last_seen} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Numbers({ data }: { data: WallboardData }) {
  const t = useTexts(wallboardTexts);
  const format = useFormat();
  const language = useLanguage();
  const attackName = useAttackName();
  const { incidents, nodes, totals, top } = data;
  const layers = useMemo(() => toSumLayers({ buckets: data.activity }), [data.activity]);
  const high = data.activity.reduce((sum, { high_risk }) => sum + high_risk, 0);
  const country = useMemo(() => {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'code' });
    return (code: string): string => (/^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : t.other);
  }, [language, t]);
  const lists: { label: string; items: { name: string; events: number; label?: string }[] }[] = [
    { label: t.types, items: top.types.map((one) => ({ ...one, label: attackName(one.name) })) },
    { label: t.services, items: top.services },
    { label: t.countries, items: top.countries.map((one) => ({ ...one, label: country(one.name) })) },
    { label: t.topSources, items: top.sources ?? [] },
  ].filter(({ items }) => items.length > 0);
  return (
    <>
      <section className="panel grid grid-cols-2 overflow-hidden md:grid-cols-5">
        <Figure label={t.events}>{format.count(totals.total_attacks)}</Figure>
        <Figure label={t.high24}>{format.count(high)}</Figure>
        <Figure label={t.alerts}>{format.count(totals.active_alerts)}</Figure>
        <Figure label={t.attackers}>{format.count(totals.unique_attackers)}</Figure>
        <Figure label={t.nodes}>{t.nodesOf(format.count(nodes.active), format.count(nodes.total))}</Figure>
      </section>
      <div className={`grid items-start gap-4 ${incidents.worst.length > 0 ? 'lg:grid-cols-[2fr_1fr]' : ''}`}>
        {incidents.worst.length > 0 && <Worst incidents={incidents} />}
        <Silent nodes={nodes} />
      </div>
      <Panel title={t.activity}>
        <div className="p-4 pt-2">
          <TimeSeries
            label={t.activity}
            times={layers.times}
            series={layers.layers.map(({ type, values }) => ({
              label: type === null ? t.other : attackName(type),
              values,
            }))}
          />
        </div>
      </Panel>
      {lists.length > 0 && (
        <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-4">
          {lists.map(({ label, items }) => (
            <Panel key={label} title={label}>
              <div className="p-2">
                <BarList
                  label={label}
                  bars={items.map(({ name, events, label: words }) => ({
                    value: name,
                    count: events,
                    ...(words === undefined ? {} : { label: words }),
                  }))}
                />
              </div>
            </Panel>
          ))}
        </div>
      )}
    </>
  );
}

export default function Wallboard({ wallboardKey }: { wallboardKey: string }) {
  const t = useTexts(wallboardTexts);
  const format = useFormat();
  const { data, state, readMs } = useWallboard(wallboardKey);
  useEffect(() => {
    document.title = data === null ? 'DecoyVerse' : `${data.name} · DecoyVerse`;
  }, [data]);
  const sentence = (): string => {
    if (state === 'ended') return t.ended;
    if (data === null) return 'DecoyVerse';
    if (data.incidents.open > 0) return t.openNow(data.incidents.open, data.incidents.is_more);
    return data.nodes.silent > 0 ? t.silentNow(data.nodes.silent) : t.calm;
  };
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[120rem] flex-col gap-4 p-4 sm:p-6">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h1 className="text-3xl font-semibold tracking-tight text-balance">{sentence()}</h1>
          <p className="text-base text-muted">
            {state === 'ended' ? t.endedHint : data !== null && <HostileText prose text={data.name} />}
            {data?.expires_at != null && <> · {t.until(format.exact(data.expires_at))}</>}
          </p>
        </div>
        {state !== 'ended' && <Line state={state} readMs={readMs} />}
      </header>
      {data !== null && <Numbers data={data} />}
    </main>
  );
}
