/** All that is known of one source. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { attackerQuery, eventsOfQuery, sessionsQuery } from '../../data/attackers.ts';
import { ApiError } from '../../data/client.ts';
import { RiskBadge } from '../../parts/badges.tsx';
import { CopyButton } from '../../parts/copy.tsx';
import { BarList } from '../../parts/figures.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { ExactTime, RelativeTime } from '../../parts/time.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { attackersTexts } from '../../texts/attackers.ts';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { mostFirst, toActivity } from './figures.ts';
import { Incidents } from './incidents.tsx';
import { rowClass, Section, shownRows } from './section.tsx';

const TimeSeries = lazy(() => import('../../parts/time-series.tsx').then((m) => ({ default: m.TimeSeries })));
const mostEvents = 1000;
function Sessions({ source }: { source: string }) {
  const t = useTexts(attackersTexts);
  const { data } = useInfiniteQuery(sessionsQuery({ source }, shownRows));
  const items = data?.pages[0]?.items;
  return (
    <Section
      title={t.sessions}
      aside={
        <Link to="/sessions" search={{ source }}>
          {t.allSessions}
        </Link>
      }
    >
      {items === undefined ? (
        <Skeleton className="h-16" />
      ) : items.length === 0 ? (
        <p className="text-sm text-muted">{t.noSessions}</p>
      ) : (
        <ul className="flex flex-col">
          {items.map((one) => (
            <li key={`${one.node_id}~${one.session}`} className="border-t border-line first:border-0">
              <Link
                to={`/sessions/${encodeURIComponent(`${one.node_id}~${one.session}`)}`}
                search={{ source }}
                className={rowClass}
              >
                <RiskBadge risk={one.risk_score} />
                <span className="min-w-0 flex-1">
                  <HostileText text={one.service} limit={40} />
                </span>
                <span className="text-xs text-muted">{t.commands(one.commands)}</span>
                <span className="text-xs text-muted">
                  <RelativeTime at={one.last_at} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Events({ source }: { source: string }) {
  const t = useTexts(attackersTexts);
  const format = useFormat();
  const attackName = useAttackName();
  const { data } = useQuery(eventsOfQuery(source, mostEvents));
  const activity = useMemo(() => (data ? toActivity(data.items) : null), [data]);
  return (
    <>
      {activity !== null && data !== undefined && (
        <Section
          title={t.activity}
          aside={
            data.next_cursor === null ? undefined : (
              <span className="text-muted">{t.activityOf(format.count(data.items.length))}</span>
            )
          }
        >
          <Suspense fallback={<Skeleton className="h-36" />}>
            <TimeSeries
              label={t.activity}
              times={activity.times}
              series={[{ label: t.columns.events, values: activity.counts }]}
              heightPx={140}
            />
          </Suspense>
        </Section>
      )}
      <Section
        title={t.latest}
        aside={
          <Link to="/events" search={{ source }}>
            {t.allEvents}
          </Link>
        }
      >
        {data === undefined ? (
          <Skeleton className="h-24" />
        ) : (
          <ul className="flex flex-col">
            {data.items.slice(0, shownRows).map((event) => (
              <li key={event.log_id} className="border-t border-line first:border-0">
                <Link
                  to={`/events/${encodeURIComponent(event.log_id)}`}
                  search={{ source }}
                  className={rowClass}
                >
                  <RiskBadge risk={event.verdict?.risk_score ?? null} />
                  <span className="w-36 shrink-0 truncate max-sm:hidden">
                    {attackName(event.verdict?.attack_type)}
                  </span>
                  <span className="min-w-0 flex-1">
                    <HostileText sent text={event.payload === '' ? event.activity : event.payload} />
                  </span>
                  <span className="text-xs text-muted">
                    <RelativeTime at={event.timestamp} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}

export function AttackerDetail({ source }: { source: string }) {
  const t = useTexts(attackersTexts);
  const format = useFormat();
  const attackName = useAttackName();
  const query = useQuery(attackerQuery(source));
  const profile = query.data;
  if (query.error instanceof ApiError && query.error.code === 'not_found')
    return <EmptyState title={t.missing} hint={t.missingHint} />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!profile)
    return (
      <div className="flex flex-col gap-3" aria-busy="true">
        <Skeleton className="h-7 w-1/2" />
        <Skeleton className="h-24" />
        <Skeleton className="h-40" />
      </div>
    );
  return (
    <article className="flex flex-col gap-7">
      <section className="flex flex-col gap-2">
        <div className="flex items-center gap-2">
          <span className="min-w-0 text-lg font-semibold [&_bdi]:text-lg [&_bdi]:leading-7">
            <HostileText text={profile.source_ip} />
          </span>
          <CopyButton text={profile.source_ip} />
        </div>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
          <RiskBadge risk={profile.max_risk_score} />
          <span className="text-muted">{t.mean(format.decimal(profile.average_risk_score))}</span>
          <span>{attackName(profile.most_common_attack)}</span>
        </div>
        <p className="text-sm">
          <HostileText prose text={profile.story} limit={500} />
        </p>
        <p className="text-sm text-muted">
          {t.events(profile.total_attacks)} · <ExactTime at={profile.first_seen} /> –{' '}
          <ExactTime at={profile.last_seen} />
        </p>
      </section>
      <div className="grid gap-6 sm:grid-cols-2">
        <Section title={t.types}>
          <BarList
            label={t.types}
            bars={mostFirst(profile.attack_types)
              .slice(0, 10)
              .map(({ value, count }) => ({
                value,
                label: attackName(value),
                count,
                to: { to: '/events', search: { source, attack_type: value } },
              }))}
          />
        </Section>
        <Section title={t.services}>
          <BarList
            label={t.services}
            bars={mostFirst(profile.services_targeted)
              .slice(0, 10)
              .map((one) => ({ ...one, to: { to: '/events', search: { source, service: one.value } } }))}
          />
        </Section>
      </div>
      <Incidents source={source} />
      <Sessions source={source} />
      <Events source={source} />
    </article>
  );
}
