/** A session played back: its terminal, where a recording came, and its events with their judgement as they came. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { recordingQuery } from '../../data/attackers.ts';
import type { EventView, SessionDetailView } from '../../data/types.ts';
import { FollowBox } from '../../parts/follow-box.tsx';
import { useReplay } from '../../parts/replay.ts';
import { ReplayBar } from '../../parts/replay-bar.tsx';
import { countUntil } from '../../parts/replay-clock.ts';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { replayTexts } from '../../texts/replay.ts';
import { sessionsTexts } from '../../texts/sessions.ts';
import { useTexts } from '../../texts/texts.ts';
import { type Cast, parseCast } from './cast.ts';
import { TerminalView } from './terminal-view.tsx';
import { TranscriptList } from './transcript-list.tsx';

interface PlayedProps {
  events: readonly EventView[];
  cast: Cast | null;
  onEnd(): void;
}

function Played({ events, cast, onEnd }: PlayedProps) {
  const t = useTexts(sessionsTexts);
  const frameTimes = useMemo(() => cast?.frames.map(({ atMs }) => atMs) ?? [], [cast]);
  const eventTimes = useMemo(() => events.map(({ timestamp }) => Date.parse(timestamp)), [events]);
  const moments = useMemo(
    () => [...new Set([...frameTimes, ...eventTimes])].sort((a, b) => a - b),
    [frameTimes, eventTimes],
  );
  const replay = useReplay(moments);
  const nowMs = moments[replay.shown - 1] ?? Number.NEGATIVE_INFINITY;
  const count = countUntil(eventTimes, nowMs);
  const shown = useMemo(() => events.slice(0, count), [events, count]);
  return (
    <>
      <ReplayBar replay={replay} onEnd={onEnd} />
      {cast !== null && <TerminalView cast={cast} count={countUntil(frameTimes, nowMs)} />}
      <FollowBox label={t.transcript} at={count} className="h-112 py-0">
        <TranscriptList events={shown} find="" isGrowing />
      </FollowBox>
    </>
  );
}

export function SessionReplay({
  session,
  events,
  onEnd,
}: {
  session: SessionDetailView;
  events: readonly EventView[];
  onEnd(): void;
}) {
  const t = useTexts(replayTexts);
  const { node_id, session: name, recordings } = session;
  const hasRecording = recordings.length > 0;
  const query = useQuery({ ...recordingQuery(node_id, name), enabled: hasRecording });
  const { data } = query;
  const cast = useMemo(
    () =>
      data === undefined
        ? null
        : parseCast(
            data,
            recordings.map(({ started_at }) => Date.parse(started_at)),
          ),
    [data, recordings],
  );
  if (hasRecording && query.isError)
    return (
      <>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        <Played events={events} cast={null} onEnd={onEnd} />
      </>
    );
  if (hasRecording && cast === null) return <Skeleton className="h-80" />;
  return (
    <>
      <p className="text-xs text-muted">{hasRecording ? t.recordings(recordings.length) : t.noRecording}</p>
      <Played events={events} cast={cast} onEnd={onEnd} />
    </>
  );
}
