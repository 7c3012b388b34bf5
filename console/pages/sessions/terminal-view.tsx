/** A terminal as it stood at a moment of the replay, and what had been typed by then. */
import { memo, useRef } from 'react';
import { toPieces } from '../../parts/escape.ts';
import { FollowBox } from '../../parts/follow-box.tsx';
import { HostileText } from '../../parts/hostile-text.tsx';
import { replayTexts } from '../../texts/replay.ts';
import { useTexts } from '../../texts/texts.ts';
import type { Cast } from './cast.ts';
import { createTerminal, type Run, type ScreenLine, type Terminal } from './terminal.ts';

/** Lines that are drawn at once. */
const mostDrawn = 400;
const mostTyped = 300;

const lookOf = ({ look: { isBold, isUnderlined, isInverse } }: Run): string =>
  `${isBold ? 'font-semibold ' : ''}${isUnderlined ? 'underline ' : ''}${isInverse ? 'bg-ink text-ground' : ''}`;

const Line = memo(function Line({ line: { runs } }: { line: ScreenLine }) {
  return (
    <bdi dir="ltr" className="block min-h-5 whitespace-pre">
      {runs.map((run, at) => (
        <span key={`${at}`} className={lookOf(run)}>
          {toPieces(run.text).map((piece, index) =>
            piece.as === 'escape' ? (
              <span key={`${index}`} className="escaped">
                {piece.text}
              </span>
            ) : (
              piece.text
            ),
          )}
        </span>
      ))}
    </bdi>
  );
});

interface Played {
  cast: Cast;
  terminal: Terminal;
  written: number;
  typed: string;
}

/** `count` frames have come. Going back writes all of them again. */
function usePlayed(cast: Cast, count: number): Played {
  const held = useRef<Played | null>(null);
  if (held.current === null || held.current.cast !== cast || held.current.written > count)
    held.current = { cast, terminal: createTerminal(cast), written: 0, typed: '' };
  const now = held.current;
  for (; now.written < count; now.written++) {
    const frame = cast.frames[now.written];
    if (frame?.kind === 'o') now.terminal.write(frame.text);
    else if (frame) now.typed = (now.typed + frame.text).slice(-mostTyped);
  }
  return now;
}

export function TerminalView({ cast, count }: { cast: Cast; count: number }) {
  const t = useTexts(replayTexts);
  const { terminal, typed } = usePlayed(cast, count);
  const lines = terminal.lines();
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <FollowBox label={t.terminal} at={count} className="h-64 bg-sunk font-mono text-xs leading-5">
        {(terminal.isCut() || lines.length > mostDrawn) && (
          <p className="text-xs text-muted italic">{t.earlier}</p>
        )}
        {lines.slice(-mostDrawn).map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </FollowBox>
      {typed !== '' && (
        <div className="flex min-w-0 flex-col gap-1">
          <span className="text-xs text-muted">{t.typed}</span>
          <HostileText text={typed} limit={mostTyped} />
        </div>
      )}
      {cast.unreadable > 0 && <p className="text-xs text-warn">{t.unreadable(cast.unreadable)}</p>}
    </div>
  );
}
