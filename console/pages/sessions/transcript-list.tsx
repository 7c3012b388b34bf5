/** The transcript, drawn: when, what was said, and beside it what the scorer made of it. */
import { useMemo, useState } from 'react';
import type { EventView } from '../../data/types.ts';
import { RiskBadge } from '../../parts/badges.tsx';
import { Button } from '../../parts/button.tsx';
import { CutNotice } from '../../parts/cut-notice.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { Link } from '../../parts/link.tsx';
import { toMarks } from '../../parts/reasons.tsx';
import { useAttackName } from '../../texts/attack-types.ts';
import { useKindName } from '../../texts/event-kinds.ts';
import { useFormat } from '../../texts/format.ts';
import { sessionsTexts } from '../../texts/sessions.ts';
import { useTexts } from '../../texts/texts.ts';
import { contains, type Line, passage, toLines } from './transcript.ts';

/** More steps than this are drawn only when asked for. */
const chunk = 200;
/** A pause of this length is worth a word. */
const pauseMs = 60_000;

const isTyped = ({ kind }: EventView): boolean => kind === 'command.run' || kind === 'command.input';

function Judgement({ event }: { event: EventView }) {
  const t = useTexts(sessionsTexts);
  const attackName = useAttackName();
  const { verdict } = event;
  if (verdict === null) return <p className="text-xs text-muted">{t.unscored}</p>;
  return (
    <div className="flex flex-col gap-1.5 text-xs">
      <span className="flex flex-wrap items-center gap-2">
        <RiskBadge risk={verdict.risk_score} />
        <span>{attackName(verdict.attack_type)}</span>
      </span>
      {verdict.tactics.length > 0 && (
        <span className="text-muted">
          {t.tactics}: {verdict.tactics.join(', ')}
        </span>
      )}
      {verdict.reasons.slice(0, 3).map((reason) => (
        <span key={reason} className="text-muted">
          <HostileText prose text={reason} limit={200} />
        </span>
      ))}
    </div>
  );
}

function Said({ event, find }: { event: EventView; find: string }) {
  const kindName = useKindName();
  const found = passage(event.payload, find);
  const marks = useMemo(
    () => (found === null ? toMarks(event.verdict?.evidence ?? []) : [found]),
    [found, event],
  );
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <Link
        to={`/events/${encodeURIComponent(event.log_id)}`}
        className="self-start text-xs text-muted hover:underline"
      >
        {kindName(event.kind)}
      </Link>
      {event.payload === '' ? (
        <HostileText text={event.activity} />
      ) : (
        <div className="flex gap-2">
          {isTyped(event) && (
            <span aria-hidden className="mt-3 font-mono text-xs text-muted select-none">
              $
            </span>
          )}
          <div className="min-w-0 flex-1">
            <HostileText block sent text={event.payload} marks={marks} />
            <CutNotice {...event} to={{ to: `/events/${encodeURIComponent(event.log_id)}` }} />
          </div>
        </div>
      )}
    </div>
  );
}

export interface TranscriptListProps {
  events: readonly EventView[];
  find: string;
  /** Events come one by one: the latest are shown, and not the first. */
  isGrowing?: boolean;
}

export function TranscriptList({ events, find, isGrowing = false }: TranscriptListProps) {
  const t = useTexts(sessionsTexts);
  const format = useFormat();
  const [most, setMost] = useState(chunk);
  const lines = useMemo(() => toLines(events), [events]);
  const found = useMemo(
    () => (find === '' ? lines : lines.filter((line) => contains(line, find))),
    [lines, find],
  );
  const shown = isGrowing ? found.slice(-chunk) : found.slice(0, most);
  const startMs = lines[0]?.atMs ?? 0;
  const pauseBefore = (line: Line, at: number): number => {
    const before = shown[at - 1];
    if (find !== '' || before === undefined) return 0;
    const end = before.what === 'event' ? before.atMs : Date.parse(before.events.at(-1)?.timestamp ?? '');
    return line.atMs - end;
  };
  return (
    <div className="@container flex flex-col gap-2">
      {find !== '' && (
        <p role="status" className="text-sm text-muted">
          {found.length === 0 ? t.nothingFound : t.found(found.length)}
        </p>
      )}
      <ol aria-label={t.transcript} className="flex flex-col">
        {shown.map((line, at) => {
          const pause = pauseBefore(line, at);
          return (
            <li key={line.id}>
              {pause >= pauseMs && (
                <p className="flex items-center gap-3 py-1 text-xs text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
                  {t.after(format.duration(pause))}
                </p>
              )}
              <div className="grid gap-x-4 gap-y-2 border-t border-line py-3 @lg:grid-cols-[3.5rem_minmax(0,1fr)_13rem]">
                <span className="num text-xs text-muted">{format.offset(line.atMs - startMs)}</span>
                {line.what === 'refused' ? (
                  <span className="text-sm text-muted">{t.refusedTries(line.events.length)}</span>
                ) : (
                  <>
                    <Said event={line.event} find={find} />
                    <Judgement event={line.event} />
                  </>
                )}
              </div>
            </li>
          );
        })}
      </ol>
      {!isGrowing && found.length > most && (
        <Button look="quiet" className="self-start text-accent" onPress={() => setMost(most + chunk)}>
          {t.more(Math.min(chunk, found.length - most))}
        </Button>
      )}
    </div>
  );
}
