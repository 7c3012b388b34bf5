/** One session: who, how long, the credentials tried, and the transcript with its judgement. */

import { useQuery } from '@tanstack/react-query';
import { Play, Search } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useAddress } from '../../data/address.ts';
import { sessionEventsQuery, sessionQuery } from '../../data/attackers.ts';
import type { EventView, SessionDetailView } from '../../data/types.ts';
import { RiskBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { ExactTime } from '../../parts/time.tsx';
import { SourceValue } from '../../parts/value.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { useKindName } from '../../texts/event-kinds.ts';
import { useFormat } from '../../texts/format.ts';
import { replayTexts } from '../../texts/replay.ts';
import { sessionsTexts } from '../../texts/sessions.ts';
import { useTexts } from '../../texts/texts.ts';
import { CapturedFiles } from './captured-files.tsx';
import { parseId, toCredentials } from './transcript.ts';
import { TranscriptList } from './transcript-list.tsx';

const SessionReplay = lazy(async () => ({ default: (await import('./replay.tsx')).SessionReplay }));

const mostCredentials = 50;

function Credentials({ events }: { events: readonly EventView[] }) {
  const t = useTexts(sessionsTexts);
  const format = useFormat();
  const [isWhole, setWhole] = useState(false);
  const all = useMemo(() => toCredentials(events), [events]);
  if (all.length === 0) return null;
  const shown = isWhole ? all : all.slice(0, mostCredentials);
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h3 className="heading">{t.credentials}</h3>
      <section
        aria-label={t.credentials}
        tabIndex={0}
        className="max-h-56 overflow-auto rounded-md border border-line"
      >
        <table className="w-full text-left text-sm">
          <thead className="sticky top-0 bg-surface text-xs text-muted">
            <tr>
              {[t.user, t.password, t.tries, t.result].map((name) => (
                <th key={name} scope="col" className="px-3 py-1.5 font-normal">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={JSON.stringify([one.user, one.password])} className="border-t border-line">
                <td className="max-w-40 px-3 py-1">
                  <HostileText sent text={one.user} />
                </td>
                <td className="max-w-52 px-3 py-1">
                  <HostileText sent text={one.password} />
                </td>
                <td className="num px-3 py-1">{format.count(one.tries)}</td>
                <td className={`px-3 py-1 ${one.accepted ? 'font-medium text-bad' : 'text-muted'}`}>
                  {one.accepted ? t.accepted : t.refused}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {all.length > shown.length && (
        <button
          type="button"
          className="self-start py-1 text-sm text-accent hover:underline"
          onClick={() => setWhole(true)}
        >
          {t.more(all.length - shown.length)}
        </button>
      )}
    </section>
  );
}

/** Where the events were swept: the steps that the scorer kept. */
function Story({ session }: { session: SessionDetailView }) {
  const t = useTexts(sessionsTexts);
  const kindName = useKindName();
  return (
    <>
      <p className="text-sm text-muted">{t.swept}</p>
      <ol aria-label={t.transcript} className="flex flex-col gap-2">
        {session.story.map((step, at) => (
          <li key={`${at}-${step.kind}`} className="flex flex-col gap-1 border-t border-line pt-2 text-sm">
            <span className="text-xs text-muted">
              {kindName(step.kind)}
              {step.tactic !== null && ` · ${step.tactic}`}
            </span>
            <HostileText sent text={step.text} limit={300} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Find() {
  const t = useTexts(sessionsTexts);
  const { search, set } = useAddress();
  return (
    <div role="search" className="no-print relative">
      <Search
        size={15}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-muted"
      />
      <input
        data-filter-search
        type="search"
        aria-label={t.find}
        placeholder={t.find}
        value={search.find ?? ''}
        onChange={({ target }) => set({ find: target.value }, { replace: true })}
        className="h-8 w-full rounded-md border border-edge bg-raised pr-3 pl-8 text-sm placeholder:text-muted pointer-coarse:h-11"
      />
    </div>
  );
}

export function SessionDetail({ id, nodeName }: { id: string; nodeName(id: string): string }) {
  const t = useTexts(sessionsTexts);
  const format = useFormat();
  const attackName = useAttackName();
  const { replay } = useTexts(replayTexts);
  const { search, set } = useAddress();
  const { nodeId, session: name } = parseId(id);
  const query = useQuery(sessionQuery(nodeId, name));
  const { data: events } = useQuery(sessionEventsQuery(nodeId, name));
  const session = query.data;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!session || !events)
    return (
      <div className="flex flex-col gap-3" aria-busy="true">
        <Skeleton className="h-7 w-1/2" />
        <Skeleton className="h-20" />
        <Skeleton className="h-40" />
      </div>
    );
  const hasReplay = events.items.length > 1 || session.recordings.length > 0;
  const isReplayed = hasReplay && search.replay === name;
  const lastedMs = Date.parse(session.last_at) - Date.parse(session.started_at);
  return (
    <article className="@container flex flex-col gap-6">
      <div className="grid gap-6 @2xl:grid-cols-2">
        <section className="flex min-w-0 flex-col gap-3">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-base">
            <RiskBadge risk={session.risk_score} />
            <span className="font-semibold">{attackName(session.attack_type)}</span>
            <span className="text-sm text-muted">
              {t.lead(t.events(session.events), lastedMs < 1000 ? t.moment : format.duration(lastedMs))}
            </span>
          </div>
          <Facts>
            <Fact name={t.columns.source}>
              <SourceValue source={session.source_ip} filter="source" />
            </Fact>
            <Fact name={t.columns.service}>
              <HostileText text={session.service} />
            </Fact>
            <Fact name={t.columns.node}>{nodeName(session.node_id)}</Fact>
            <Fact name={t.session}>
              <HostileText text={session.session} />
            </Fact>
            <Fact name={t.columns.logins}>
              {t.logins(format.count(session.failed_logins), format.count(session.succeeded_logins))}
            </Fact>
            <Fact name={t.when}>
              <ExactTime at={session.started_at} /> – <ExactTime at={session.last_at} />
            </Fact>
          </Facts>
          <p className="flex flex-wrap gap-x-4 text-sm">
            <Link to="/events" search={{ session: session.session, node_id: session.node_id }}>
              {t.allEvents}
            </Link>
            <Link to={`/attackers/${encodeURIComponent(session.source_ip)}`}>{t.attacker}</Link>
          </p>
        </section>
        <Credentials events={events.items} />
      </div>
      <CapturedFiles nodeId={nodeId} session={name} nodeName={nodeName} />
      <section className="flex flex-col gap-3">
        <div className="flex min-h-8 items-center justify-between gap-3">
          <h3 className="heading">{t.transcript}</h3>
          {!isReplayed && hasReplay && (
            <Button className="no-print" onPress={() => set({ replay: name })}>
              <Play size={14} aria-hidden />
              {replay}
            </Button>
          )}
        </div>
        {isReplayed ? (
          <Suspense fallback={<Skeleton className="h-40" />}>
            <SessionReplay session={session} events={events.items} onEnd={() => set({ replay: undefined })} />
          </Suspense>
        ) : events.items.length === 0 ? (
          <Story session={session} />
        ) : (
          <>
            {!events.isWhole && (
              <p className="text-sm text-warn">{t.partly(format.count(events.items.length))}</p>
            )}
            <Find />
            <TranscriptList events={events.items} find={search.find ?? ''} />
          </>
        )}
      </section>
    </article>
  );
}
