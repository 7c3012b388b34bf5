/** One event: what was sent, and why it was judged as it was. */

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { eventQuery } from '../../data/queries.ts';
import type { EventView } from '../../data/types.ts';
import { RiskBadge } from '../../parts/badges.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Reasons, toMarks } from '../../parts/reasons.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { Techniques } from '../../parts/techniques.tsx';
import { ExactTime } from '../../parts/time.tsx';
import { Value } from '../../parts/value.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { eventsTexts } from '../../texts/events.ts';
import { useFormat } from '../../texts/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { RawRecord } from './raw-record.tsx';

function Why({ event }: { event: EventView }) {
  const t = useTexts(eventsTexts);
  const { verdict } = event;
  if (verdict === null) return <p className="text-sm text-muted">{t.pending}</p>;
  return <Reasons reasons={verdict.reasons} evidence={verdict.evidence} />;
}

function Story({ event, nodeName }: { event: EventView; nodeName(id: string): string }) {
  const t = useTexts(eventsTexts);
  const format = useFormat();
  const { verdict, agent } = event;
  const marks = useMemo(() => toMarks(verdict?.evidence ?? []), [verdict]);
  return (
    <div className="flex flex-col gap-6">
      <section className="flex flex-col gap-2">
        <h3 className="heading">{t.why}</h3>
        <Why event={event} />
        {event.suppressed_by !== null && <p className="text-sm text-warn">{t.suppressed}</p>}
      </section>
      <section className="flex flex-col gap-2">
        <h3 className="heading">{t.raw}</h3>
        <HostileText block sent text={event.payload} marks={marks} />
      </section>
      <section className="flex flex-col gap-2">
        <h3 className="heading">{t.details}</h3>
        <Facts>
          <Fact name={t.columns.source}>
            <Value value={event.source_ip} filter="source" />
          </Fact>
          <Fact name={t.columns.service}>
            <Value value={event.service} filter="service" />
          </Fact>
          <Fact name={t.columns.node}>
            <Value value={event.node_id} filter="node_id">
              {nodeName(event.node_id)}
            </Value>
          </Fact>
          <Fact name={t.columns.activity}>
            <HostileText text={event.activity} />
          </Fact>
          {event.session !== null && (
            <Fact name={t.session}>
              <Value value={event.session} filter="session" />
            </Fact>
          )}
          {agent !== null && (
            <>
              <Fact name={t.host}>
                <HostileText text={agent.hostname} />
              </Fact>
              <Fact name={t.user}>
                <HostileText sent text={agent.username} />
              </Fact>
              <Fact name={t.file}>
                <HostileText text={agent.file_path} />
              </Fact>
            </>
          )}
          {verdict !== null && verdict.techniques.length > 0 && (
            <Fact name={t.techniques}>
              <Techniques ids={verdict.techniques} />
            </Fact>
          )}
          {verdict !== null && (
            <>
              <Fact name={t.confidence}>{format.percent(verdict.confidence)}</Fact>
              <Fact name={t.scoredBy}>
                {verdict.scored_by} {verdict.model}
              </Fact>
            </>
          )}
          <Fact name={t.columns.time}>
            <ExactTime at={event.timestamp} />
          </Fact>
          <Fact name={t.received}>
            <ExactTime at={event.received_at} />
          </Fact>
        </Facts>
      </section>
    </div>
  );
}

export function EventDetail({ id, nodeName }: { id: string; nodeName(id: string): string }) {
  const t = useTexts(eventsTexts);
  const attackName = useAttackName();
  const query = useQuery(eventQuery(id));
  // Kept from one event to the next: whoever reads raw events goes on reading them.
  const [tab, setTab] = useState('story');
  const event = query.data;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!event)
    return (
      <div className="flex flex-col gap-3" aria-busy="true">
        <Skeleton className="h-6 w-2/3" />
        <Skeleton className="h-24" />
        <Skeleton className="h-40" />
      </div>
    );
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <RiskBadge risk={event.verdict?.risk_score ?? null} />
        <span className="text-base font-semibold">{attackName(event.verdict?.attack_type)}</span>
        {event.verdict?.is_anomaly && <span className="text-sm text-warn">{t.anomaly}</span>}
      </div>
      <Tabs
        label={t.event}
        chosen={tab}
        onChange={setTab}
        tabs={[
          { id: 'story', label: t.story, content: <Story event={event} nodeName={nodeName} /> },
          {
            id: 'raw',
            label: t.json,
            content: (
              <div className="flex flex-col gap-6">
                <RawRecord key={id} id={id} />
                <section className="flex flex-col gap-2">
                  <h3 className="heading">{t.record.stored}</h3>
                  <HostileText block text={JSON.stringify(event, null, 2)} limit={4000} />
                </section>
              </div>
            ),
          },
        ]}
      />
    </div>
  );
}
