/** What was merged into an incident, or what it was merged into. */
import type { IncidentDetailView } from '../../data/types.ts';
import { Button } from '../../parts/button.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { ExactTime } from '../../parts/time.tsx';
import { incidentStoryTexts } from '../../texts/incident-story.ts';
import { mergingTexts } from '../../texts/merging.ts';
import { useTexts } from '../../texts/texts.ts';

const toIncident = (id: string) => ({
  to: `/incidents/${encodeURIComponent(id)}`,
  search: { status: 'all' },
});

/** At the head of one that was merged: where its story goes on. */
export function MergedInto({ into, onSplit }: { into: string; onSplit(): void }) {
  const t = useTexts(mergingTexts);
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-md border border-edge bg-sunk px-3 py-2 text-sm">
      <p className="min-w-48 flex-1">{t.into}</p>
      <Link {...toIncident(into)} className="text-accent hover:underline">
        {t.openOther}
      </Link>
      <Button onPress={onSplit}>{t.splitOff}</Button>
    </div>
  );
}

export function MergedParts({
  merged,
  onSplit,
}: {
  merged: IncidentDetailView['merged'];
  onSplit(id: string): void;
}) {
  const t = useTexts(mergingTexts);
  const story = useTexts(incidentStoryTexts);
  if (merged.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <h3 className="heading">{t.parts}</h3>
      <ul aria-label={t.parts} className="flex flex-col">
        {merged.map((one) => (
          <li
            key={one.incident_id}
            className="flex items-center gap-3 border-t border-line py-2 text-sm first:border-0"
          >
            <span className="flex min-w-0 flex-1 flex-col">
              <Link {...toIncident(one.incident_id)} className="text-ink hover:underline">
                <HostileText prose text={one.title} limit={160} />
              </Link>
              <span className="flex flex-wrap gap-x-2 text-xs text-muted">
                <span>{story.events(one.event_count)}</span>
                <ExactTime at={one.at} />
                <HostileText prose text={t.by(one.by)} limit={80} />
              </span>
            </span>
            <Button className="no-print" onPress={() => onSplit(one.incident_id)}>
              {t.splitOff}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
