/** The story of an incident, told step by step as it went: what they did, and what the server and people did about it. */
import { useMemo } from 'react';
import { FollowBox } from '../../parts/follow-box.tsx';
import { useReplay } from '../../parts/replay.ts';
import { ReplayBar } from '../../parts/replay-bar.tsx';
import { Timeline, type TimelineEntry } from '../../parts/timeline.tsx';
import type { Step } from './story.ts';

/** Steps that are drawn at once: the latest. */
const mostDrawn = 100;

export function StoryReplay({
  label,
  story,
  toEntry,
  onEnd,
}: {
  label: string;
  story: readonly Step[];
  toEntry(step: Step): TimelineEntry;
  onEnd(): void;
}) {
  const moments = useMemo(() => story.map(({ at }) => Date.parse(at)), [story]);
  const replay = useReplay(moments);
  const { shown } = replay;
  return (
    <div className="flex flex-col gap-4">
      <ReplayBar replay={replay} onEnd={onEnd} />
      <FollowBox label={label} at={shown} className="h-112">
        <Timeline label={label} entries={story.slice(Math.max(0, shown - mostDrawn), shown).map(toEntry)} />
      </FollowBox>
    </div>
  );
}
