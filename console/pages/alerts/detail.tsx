/** One alert: what was done, why it is a risk, and where it belongs. */

import { useQuery } from '@tanstack/react-query';
import { alertQuery } from '../../data/alerts.ts';
import type { AlertView } from '../../data/types.ts';
import { RiskBadge, StateBadge } from '../../parts/badges.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { Reasons, toMarks } from '../../parts/reasons.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { Techniques } from '../../parts/techniques.tsx';
import { ExactTime, RelativeTime } from '../../parts/time.tsx';
import { SourceValue, Value } from '../../parts/value.tsx';
import { alertsTexts } from '../../texts/alerts.ts';
import { useAttackName } from '../../texts/attack-types.ts';
import { useFormat } from '../../texts/format.ts';
import { incidentsTexts } from '../../texts/incidents.ts';
import { useTexts } from '../../texts/texts.ts';

/** Where it belongs: incident, session, events, source. */
function Ways({ alert }: { alert: AlertView }) {
  const t = useTexts(alertsTexts);
  const { incident_id, alert_id, session, node_id, source_ip } = alert;
  const ways = [
    ...(incident_id === ''
      ? []
      : [
          {
            to: `/incidents/${encodeURIComponent(incident_id)}`,
            search: { status: 'all' },
            words: t.incident,
          },
        ]),
    ...(session === null
      ? []
      : [{ to: `/sessions/${encodeURIComponent(`${node_id}~${session}`)}`, search: {}, words: t.session }]),
    { to: '/events', search: { alert_id }, words: t.events },
    { to: `/attackers/${encodeURIComponent(source_ip)}`, search: {}, words: t.attacker },
  ];
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-2 text-sm">
      {ways.map(({ to, search, words }) => (
        <li key={words}>
          <Link to={to} search={search} className="text-accent hover:underline">
            {words}
          </Link>
        </li>
      ))}
    </ul>
  );
}

export function AlertDetail({ id, nodeName }: { id: string; nodeName(id: string): string }) {
  const t = useTexts(alertsTexts);
  const { verdicts } = useTexts(incidentsTexts);
  const format = useFormat();
  const attackName = useAttackName();
  const query = useQuery(alertQuery(id));
  const alert = query.data;
  if (query.isError && !alert) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!alert)
    return (
      <div className="flex flex-col gap-3" aria-busy="true">
        <Skeleton className="h-6 w-4/5" />
        <Skeleton className="h-24" />
        <Skeleton className="h-40" />
      </div>
    );
  return (
    <article className="flex flex-col gap-7">
      <section className="flex flex-col gap-3">
        <div className="text-lg font-semibold" data-sentence>
          <HostileText prose text={t.heading(attackName(alert.attack_type), alert.source_ip)} limit={300} />
        </div>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
          <RiskBadge risk={alert.risk_score} />
          <HostileText prose text={alert.activity} limit={120} />
          <span className="text-muted">{t.confidence(format.percent(alert.confidence))}</span>
          <StateBadge state={alert.status} />
          <span className="text-muted">
            <RelativeTime at={alert.last_seen} />
          </span>
        </div>
        <Ways alert={alert} />
      </section>
      <section className="flex flex-col gap-3">
        <h3 className="heading">{t.why}</h3>
        <Reasons reasons={alert.reasons} evidence={alert.evidence} />
      </section>
      {alert.payload !== '' && (
        <section className="flex flex-col gap-3">
          <h3 className="heading">{t.sent}</h3>
          <HostileText block sent text={alert.payload} marks={toMarks(alert.evidence)} />
        </section>
      )}
      {alert.techniques.length > 0 && (
        <section className="flex flex-col gap-2">
          <h3 className="heading">{t.techniques}</h3>
          <Techniques ids={alert.techniques} />
        </section>
      )}
      <section className="flex flex-col gap-2">
        <h3 className="heading">{t.facts}</h3>
        <Facts>
          <Fact name={t.columns.source}>
            <SourceValue source={alert.source_ip} filter="source" />
          </Fact>
          <Fact name={t.columns.service}>
            <HostileText text={alert.service} />
          </Fact>
          <Fact name={t.columns.node}>
            <Value value={alert.node_id} filter="node_id">
              {nodeName(alert.node_id)}
            </Value>
          </Fact>
          {alert.related_decoy !== null && (
            <Fact name={t.decoy}>
              <HostileText text={alert.related_decoy} />
            </Fact>
          )}
          <Fact name={t.columns.events}>{format.count(alert.event_count)}</Fact>
          {alert.human_verdict !== null && (
            <Fact name={t.verdictName}>
              <HostileText
                prose
                text={t.verdict(verdicts[alert.human_verdict.verdict], alert.human_verdict.by)}
                limit={200}
              />
            </Fact>
          )}
          <Fact name={t.first}>
            <ExactTime at={alert.timestamp} />
          </Fact>
          <Fact name={t.columns.last}>
            <ExactTime at={alert.last_seen} />
          </Fact>
        </Facts>
      </section>
    </article>
  );
}
