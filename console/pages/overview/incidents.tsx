/** The worst open incidents, three at the most. */
import type { IncidentView } from '../../data/types.ts';
import { RiskBadge, StateBadge } from '../../parts/badges.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { RelativeTime } from '../../parts/time.tsx';

export const worstFirst = (incidents: readonly IncidentView[]): IncidentView[] =>
  [...incidents].sort((a, b) => b.risk_score - a.risk_score || (a.last_seen < b.last_seen ? 1 : -1));

export const WorstIncidents = ({ incidents }: { incidents: readonly IncidentView[] }) => (
  <ul className="flex flex-col">
    {worstFirst(incidents)
      .slice(0, 3)
      .map((incident) => (
        <li key={incident.incident_id} className="border-t border-line first:border-0">
          <Link
            to={`/incidents/${encodeURIComponent(incident.incident_id)}`}
            className="flex items-start gap-3 px-4 py-3 text-ink no-underline hover:bg-sunk"
          >
            <RiskBadge risk={incident.risk_score} />
            <span className="flex min-w-0 flex-1 flex-col gap-1">
              <span className="text-base font-medium">
                <HostileText prose text={incident.title} />
              </span>
              <span className="flex flex-wrap gap-x-4 text-xs text-muted">
                <StateBadge state={incident.status} />
                <RelativeTime at={incident.last_seen} />
              </span>
            </span>
          </Link>
        </li>
      ))}
  </ul>
);
