/** One incident: what happened in a sentence, how bad, in whose hands; then its story, the reasons, and the source. */

import { useQuery } from '@tanstack/react-query';
import { incidentQuery } from '../../data/incidents.ts';
import {
  type AlertView,
  decoyFileOf,
  type IncidentDetailView,
  type NamedVulnerability,
} from '../../data/types.ts';
import { RiskBadge, StateBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import { CutNotice } from '../../parts/cut-notice.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { Reasons, toMarks } from '../../parts/reasons.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { Techniques } from '../../parts/techniques.tsx';
import { ExactTime, RelativeTime } from '../../parts/time.tsx';
import { Value } from '../../parts/value.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { useFormat } from '../../texts/format.ts';
import { incidentStoryTexts } from '../../texts/incident-story.ts';
import { incidentsTexts } from '../../texts/incidents.ts';
import { useTexts } from '../../texts/texts.ts';
import { KeySteps } from './key-steps.tsx';
import { MergedInto, MergedParts } from './parts.tsx';
import { SeenBy, useSeen } from './seen.tsx';
import { Source } from './source.tsx';
import { StoryList } from './story-list.tsx';

/** The alert whose judgement the incident carries. */
export const worstAlert = ({ alerts }: Pick<IncidentDetailView, 'alerts'>): AlertView | undefined =>
  alerts.reduce<AlertView | undefined>(
    (worst, alert) => (worst === undefined || alert.risk_score > worst.risk_score ? alert : worst),
    undefined,
  );

function Why({ incident }: { incident: IncidentDetailView }) {
  const t = useTexts(incidentStoryTexts);
  const alert = worstAlert(incident);
  return (
    <>
      <section className="flex flex-col gap-3">
        <h3 className="heading">{t.why}</h3>
        <Reasons reasons={alert?.reasons ?? incident.reasons} evidence={alert?.evidence} />
        {alert !== undefined && alert.payload !== '' && (
          <>
            <h4 className="text-xs text-muted">{t.raw}</h4>
            <HostileText block sent text={alert.payload} marks={toMarks(alert.evidence)} />
            <CutNotice {...alert} to={{ to: '/events', search: { alert_id: alert.alert_id } }} />
          </>
        )}
        {alert !== undefined && alert.session !== null && (
          <Link
            to={`/sessions/${encodeURIComponent(`${alert.node_id}~${alert.session}`)}`}
            className="self-start text-sm text-accent hover:underline"
          >
            {t.session}
          </Link>
        )}
      </section>
      {incident.techniques.length > 0 && (
        <section className="flex flex-col gap-2">
          <h3 className="heading">{t.techniques}</h3>
          <Techniques ids={incident.techniques} />
        </section>
      )}
    </>
  );
}

/** The vulnerability that was tried, with whether it was an exploit or a look. */
function Tried({ vulnerability: { id, title, kev, strength } }: { vulnerability: NamedVulnerability }) {
  const t = useTexts(incidentStoryTexts);
  return (
    <p className="flex flex-wrap gap-x-2 gap-y-1 text-sm">
      <span className="text-muted">{t.vulnerability}:</span>
      <Link to={`/vulnerabilities/${encodeURIComponent(id)}`} className="text-accent hover:underline">
        {title} ({id})
      </Link>
      <span className="text-muted">{t.strength[strength]}</span>
      {kev && <span className="text-warn">{t.kev}</span>}
    </p>
  );
}

/** What to do depends on more than the attack's type. */
function adviceKeyOf({ attack_type, service, key_steps }: IncidentDetailView): string {
  if (service === 'node' && key_steps.length === 0) return 'silent_node';
  const event = key_steps[0]?.event ?? null;
  return decoyFileOf(attack_type, event) ?? attack_type;
}

function Head({ incident }: { incident: IncidentDetailView }) {
  const t = useTexts(incidentStoryTexts);
  const inbox = useTexts(incidentsTexts);
  const format = useFormat();
  const attackName = useAttackName();
  const { risk_score, confidence, is_anomaly, status, assignee, attack_type, human_verdict } = incident;
  const advices: Readonly<Record<string, string>> = t.advices;
  return (
    <section className="flex flex-col gap-3">
      <div className="text-lg font-semibold tracking-tight text-balance" data-sentence>
        <HostileText prose text={incident.title} />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
        <RiskBadge risk={risk_score} />
        <span>{attackName(attack_type)}</span>
        <span className="text-muted">{t.confidence(format.percent(confidence))}</span>
        {is_anomaly && <span className="text-warn">{t.anomaly}</span>}
        <span className="text-muted">
          <RelativeTime at={incident.last_seen} />
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <StateBadge state={status} />
        {assignee === null ? (
          <span className="text-muted">{t.justNow}</span>
        ) : (
          <span className="min-w-0">
            <HostileText prose text={assignee} limit={80} />
          </span>
        )}
        {human_verdict !== null && (
          <span className="text-muted">
            {inbox.verdict}: {inbox.verdicts[human_verdict.verdict]}
          </span>
        )}
      </div>
      <SeenBy seen_by={incident.seen_by} />
      {incident.vulnerability !== null && <Tried vulnerability={incident.vulnerability} />}
      {incident.snooze !== null && (
        <p className={`text-sm ${incident.asleep ? 'text-muted' : 'text-warn'}`}>
          {(incident.asleep
            ? t.asleep
            : Date.parse(incident.snooze.until) > Date.now()
              ? t.backEarly
              : t.back)(format.exact(incident.snooze.until))}
        </p>
      )}
      <p className="border-l-2 border-accent pl-3 text-sm text-pretty">
        <span className="sr-only">{t.advice}: </span>
        {advices[adviceKeyOf(incident)] ?? advices.other}
      </p>
    </section>
  );
}

export interface IncidentDetailProps {
  id: string;
  nodeName(id: string): string;
  onComment(): void;
  /** Splits off what was merged. */
  onSplit(id: string, from: string): void;
}

export function IncidentDetail({ id, nodeName, onComment, onSplit }: IncidentDetailProps) {
  const t = useTexts(incidentStoryTexts);
  const inbox = useTexts(incidentsTexts);
  const format = useFormat();
  const query = useQuery(incidentQuery(id));
  const incident = query.data;
  useSeen(incident);
  if (query.isError && !incident)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!incident)
    return (
      <div className="flex flex-col gap-3" aria-busy="true">
        <Skeleton className="h-6 w-4/5" />
        <Skeleton className="h-5 w-1/2" />
        <Skeleton className="h-40" />
        <Skeleton className="h-24" />
      </div>
    );
  return (
    <article className="flex flex-col gap-7">
      {incident.merged_into !== null && (
        <MergedInto into={incident.merged_into} onSplit={() => onSplit(id, incident.merged_into ?? '')} />
      )}
      <Head incident={incident} />
      {/* Of one event, the story right below says the same. */}
      {incident.event_count > 1 && <KeySteps steps={incident.key_steps} nodeName={nodeName} />}
      <section className="flex flex-col gap-3">
        <h3 className="heading">{t.story}</h3>
        {/* By its id: what was unfolded in one incident is folded in the next. */}
        <StoryList key={id} incident={incident} nodeName={nodeName} />
        <Button className="no-print self-start" onPress={onComment}>
          {inbox.comment}
        </Button>
      </section>
      <MergedParts merged={incident.merged} onSplit={(one) => onSplit(one, id)} />
      <Why incident={incident} />
      <Source incident={incident} />
      <section className="flex flex-col gap-2">
        <h3 className="heading">{t.facts}</h3>
        <Facts>
          <Fact name={t.service}>
            <HostileText text={incident.service} />
          </Fact>
          {incident.protocol !== null && (
            <Fact name={t.protocol}>
              <HostileText text={incident.protocol} />
            </Fact>
          )}
          <Fact name={t.node}>
            <Value value={incident.node_id} filter="node_id">
              {nodeName(incident.node_id)}
            </Value>
          </Fact>
          {incident.related_decoy !== null && (
            <Fact name={t.decoy}>
              <HostileText text={incident.related_decoy} />
            </Fact>
          )}
          <Fact name={inbox.columns.events}>{format.count(incident.event_count)}</Fact>
          <Fact name={t.alerts}>{format.count(incident.alert_count)}</Fact>
          <Fact name={t.firstSeen}>
            <ExactTime at={incident.first_seen} />
          </Fact>
          <Fact name={t.lastSeen}>
            <ExactTime at={incident.last_seen} />
          </Fact>
        </Facts>
      </section>
    </article>
  );
}
