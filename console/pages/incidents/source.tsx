/** Who it was: what is known of the source, and what else it did. */

import { useQuery } from '@tanstack/react-query';
import { attackerQuery } from '../../data/attackers.ts';
import { incidentsOfQuery } from '../../data/incidents.ts';
import type { IncidentDetailView } from '../../data/types.ts';
import { RiskBadge, StateBadge } from '../../parts/badges.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { Skeleton } from '../../parts/states.tsx';
import { ExactTime, RelativeTime } from '../../parts/time.tsx';
import { SourceValue } from '../../parts/value.tsx';
import { useFormat } from '../../texts/format.ts';
import { incidentStoryTexts } from '../../texts/incident-story.ts';
import { incidentsTexts } from '../../texts/incidents.ts';
import { useTexts } from '../../texts/texts.ts';

export function Source({ incident }: { incident: IncidentDetailView }) {
  const t = useTexts(incidentStoryTexts);
  const inbox = useTexts(incidentsTexts);
  const format = useFormat();
  const { source_ip, incident_id } = incident;
  const { data: profile, isPending } = useQuery(attackerQuery(source_ip));
  const { data: incidents } = useQuery(incidentsOfQuery(source_ip));
  const others = incidents?.items.filter((one) => one.incident_id !== incident_id);
  return (
    <section className="flex flex-col gap-3">
      <h3 className="heading">{t.source}</h3>
      <Facts>
        <Fact name={inbox.columns.source}>
          <SourceValue source={source_ip} filter="source" />
        </Fact>
        {profile && (
          <>
            <Fact name={t.total}>{format.count(profile.total_attacks)}</Fact>
            <Fact name={t.highest}>
              <RiskBadge risk={profile.max_risk_score} />
            </Fact>
            <Fact name={t.known}>
              <ExactTime at={profile.first_seen} />
            </Fact>
          </>
        )}
      </Facts>
      {isPending && <Skeleton className="h-16" />}
      <Link
        to={`/attackers/${encodeURIComponent(source_ip)}`}
        className="self-start text-sm text-accent hover:underline"
      >
        {t.attacker}
      </Link>
      {others !== undefined && (
        <div className="flex flex-col gap-1">
          <h4 className="text-xs text-muted">{t.others}</h4>
          {others.length === 0 ? (
            <p className="text-sm">{t.noOthers}</p>
          ) : (
            <ul className="flex flex-col">
              {others.slice(0, 5).map((one) => (
                <li key={one.incident_id} className="border-t border-line first:border-0">
                  <Link
                    to={`/incidents/${encodeURIComponent(one.incident_id)}`}
                    search={{ status: 'all', source: source_ip }}
                    className="flex items-center gap-3 py-2 text-sm text-ink hover:bg-sunk"
                  >
                    <RiskBadge risk={one.risk_score} />
                    <span className="min-w-0 flex-1">
                      <HostileText prose text={one.title} limit={120} />
                    </span>
                    <StateBadge state={one.status} />
                    <span className="text-xs text-muted">
                      <RelativeTime at={one.last_seen} />
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </section>
  );
}
