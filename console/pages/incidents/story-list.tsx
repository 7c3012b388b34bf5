/** The story of an incident, drawn. Long ones show their beginning and their latest steps first. */
import { Play } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useAddress } from '../../data/address.ts';
import type { EventView, IncidentDetailView } from '../../data/types.ts';
import { RiskBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import { CutNotice } from '../../parts/cut-notice.tsx';
import { toVisible } from '../../parts/escape.ts';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { Skeleton } from '../../parts/states.tsx';
import { ExactTime } from '../../parts/time.tsx';
import { Timeline, type TimelineEntry } from '../../parts/timeline.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { useKindName } from '../../texts/event-kinds.ts';
import { useFormat } from '../../texts/format.ts';
import { incidentStoryTexts } from '../../texts/incident-story.ts';
import { incidentsTexts } from '../../texts/incidents.ts';
import { mergingTexts } from '../../texts/merging.ts';
import { partsTexts } from '../../texts/parts.ts';
import { replayTexts } from '../../texts/replay.ts';
import { useTexts } from '../../texts/texts.ts';
import { type Step, toStory } from './story.ts';

const StoryReplay = lazy(async () => ({ default: (await import('./story-replay.tsx')).StoryReplay }));

const mostShown = 14;
const firstShown = 5;

/** What stands for a run of like events: the worst of them. */
const worstOf = (events: readonly EventView[]): EventView | undefined =>
  events.reduce<EventView | undefined>(
    (worst, event) =>
      worst === undefined || (event.verdict?.risk_score ?? 0) > (worst.verdict?.risk_score ?? 0)
        ? event
        : worst,
    undefined,
  );

function useEntry(nodeName: (id: string) => string): (step: Step) => TimelineEntry {
  const t = useTexts(incidentStoryTexts);
  const inbox = useTexts(incidentsTexts);
  const { steps: merging } = useTexts(mergingTexts);
  const { states } = useTexts(partsTexts);
  const format = useFormat();
  const kindName = useKindName();
  const attackName = useAttackName();
  const who = (by: string): string => (by === 'server' ? t.server : toVisible(by));

  function told(step: Extract<Step, { what: 'told' }>): Pick<TimelineEntry, 'title' | 'detail'> {
    const { deliveryId, channel, occasion, state, attempts, why } = step.message;
    const names: Readonly<Record<string, string>> = t.occasions;
    const fates: Readonly<Record<string, string>> = t.delivery;
    const fate = state === 'due' ? t.notYet(attempts) : (fates[state] ?? toVisible(state));
    const tone = state === 'sent' ? 'text-good' : state === 'dead' ? 'text-bad' : 'text-muted';
    return {
      title: (
        <Link to={`/deliveries/${encodeURIComponent(deliveryId)}`} className="text-ink hover:underline">
          {t.told(
            channel === null ? t.goneChannel : `“${toVisible(channel)}”`,
            names[occasion] ?? toVisible(occasion),
          )}
          : <span className={tone}>{fate}</span>
        </Link>
      ),
      detail:
        why !== null && state !== 'sent' ? (
          <span className="text-sm text-muted">
            <HostileText prose text={why} limit={500} />
          </span>
        ) : undefined,
    };
  }

  function events(list: readonly EventView[]): Pick<TimelineEntry, 'title' | 'detail'> {
    const [first] = list;
    const worst = worstOf(list);
    if (first === undefined || worst === undefined) return { title: '' };
    const name = kindName(first.kind);
    return {
      title: (
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <RiskBadge risk={worst.verdict?.risk_score ?? null} />
          <Link to={`/events/${encodeURIComponent(worst.log_id)}`} className="text-ink hover:underline">
            {list.length > 1 ? `${format.count(list.length)} × ${name}` : name}
          </Link>
          <span className="flex min-w-0 gap-1 text-muted">
            <HostileText text={first.service} limit={40} />
            <span className="truncate">· {toVisible(nodeName(first.node_id))}</span>
          </span>
        </span>
      ),
      detail:
        worst.payload === '' ? undefined : (
          <>
            <HostileText block sent text={worst.payload} limit={300} />
            <CutNotice {...worst} to={{ to: `/events/${encodeURIComponent(worst.log_id)}` }} />
          </>
        ),
    };
  }

  function ours(step: Exclude<Step, { what: 'events' | 'told' }>): Pick<TimelineEntry, 'title' | 'detail'> {
    switch (step.what) {
      case 'opened':
        return { title: t.steps.opened };
      case 'alert':
        return { title: t.steps.alert(attackName(step.type), step.risk) };
      case 'status': {
        const names: Readonly<Record<string, string>> = states;
        return { title: t.steps.changed(who(step.by), names[step.to] ?? step.to) };
      }
      case 'assignee':
        return {
          title:
            step.to === null
              ? t.steps.unassigned(who(step.by))
              : t.steps.assignedTo(who(step.by), toVisible(step.to)),
        };
      case 'snoozed':
        return {
          title:
            step.until === null
              ? t.steps.woken(who(step.by))
              : t.steps.snoozed(who(step.by), format.exact(step.until)),
        };
      case 'comment':
        return {
          title: t.steps.comment(who(step.by)),
          detail: <HostileText prose text={step.text} limit={4000} />,
        };
      case 'verdict': {
        const names: Readonly<Record<string, string>> = inbox.verdicts;
        return {
          title: t.steps.verdict(who(step.by), names[step.verdict] ?? step.verdict),
          detail: step.note === '' ? undefined : <HostileText prose text={step.note} limit={2000} />,
        };
      }
      case 'blocked':
        return {
          title: t.steps.blocked(who(step.by)),
          detail: (
            <span className="flex gap-2 text-xs">
              <HostileText text={step.network} />
              {step.until === null ? t.steps.forever : t.steps.until(format.exact(step.until))}
            </span>
          ),
        };
      case 'merging':
        return {
          title: merging[step.kind](who(step.by)),
          detail: (
            <Link
              to={`/incidents/${encodeURIComponent(step.other)}`}
              search={{ status: 'all' }}
              className="text-sm text-ink hover:underline"
            >
              <HostileText prose text={step.title} limit={160} />
            </Link>
          ),
        };
      case 'escalated':
        return { title: t.steps.escalated };
      case 'other':
        return { title: t.steps.other(who(step.by), toVisible(step.kind)) };
    }
  }

  return (step) => {
    const { id, at } = step;
    if (step.what === 'events') return { id, at, side: 'theirs', ...events(step.events) };
    return { id, at, side: 'ours', ...(step.what === 'told' ? told(step) : ours(step)) };
  };
}

export function StoryList({
  incident,
  nodeName,
}: {
  incident: IncidentDetailView;
  nodeName(id: string): string;
}) {
  const t = useTexts(incidentStoryTexts);
  const toEntry = useEntry(nodeName);
  const [isWhole, setWhole] = useState(false);
  const { search, set } = useAddress();
  const { replay } = useTexts(replayTexts);
  const story = useMemo(() => toStory(incident), [incident]);
  const { source_ip, first_seen, last_seen, incident_id } = incident;
  if (search.replay === incident_id && story.length > 1)
    return (
      <Suspense fallback={<Skeleton className="h-40" />}>
        <StoryReplay
          label={t.story}
          story={story}
          toEntry={toEntry}
          onEnd={() => set({ replay: undefined })}
        />
      </Suspense>
    );
  const isCut = !isWhole && story.length > mostShown;
  const head = isCut ? story.slice(0, firstShown) : story;
  const tail = isCut ? story.slice(firstShown - mostShown) : [];
  return (
    <div className="flex flex-col gap-4">
      {story.length > 1 && (
        <Button className="no-print self-start" onPress={() => set({ replay: incident_id })}>
          <Play size={14} aria-hidden />
          {replay}
        </Button>
      )}
      <Timeline label={t.story} entries={head.map(toEntry)} />
      {isCut && (
        <>
          <Button look="quiet" className="self-start text-accent" onPress={() => setWhole(true)}>
            {t.showMore(story.length - mostShown)}
          </Button>
          <Timeline label={t.story} entries={tail.map(toEntry)} />
        </>
      )}
      <p className="flex flex-wrap gap-x-3 text-xs text-muted">
        <span>
          <ExactTime at={first_seen} /> – <ExactTime at={last_seen} />
        </span>
        <Link
          to="/events"
          search={{
            source: source_ip,
            from: first_seen,
            to: new Date(Date.parse(last_seen) + 1).toISOString(),
          }}
        >
          {t.allEvents}
        </Link>
      </p>
    </div>
  );
}
