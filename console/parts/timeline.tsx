/** What happened in order: theirs and ours, each with its time. */
import type { ReactNode } from 'react';
import { ExactTime } from './time.tsx';

export interface TimelineEntry {
  id: string;
  at: string;
  /** `theirs`: an attacker did it; `ours`: a person or the server did. */
  side: 'theirs' | 'ours';
  title: ReactNode;
  detail?: ReactNode;
}

export const Timeline = ({ label, entries }: { label: string; entries: readonly TimelineEntry[] }) => (
  <ol aria-label={label} className="relative flex flex-col gap-4 border-l border-line pl-5">
    {entries.map(({ id, at, side, title, detail }) => (
      <li key={id} className="relative">
        <span
          aria-hidden
          className={`absolute top-1.5 -left-[25.5px] size-2.5 border ${side === 'theirs' ? 'rotate-45 border-bad bg-bad' : 'rounded-full border-accent bg-surface'}`}
        />
        <div className="text-sm">{title}</div>
        <div className="text-xs text-muted">
          <ExactTime at={at} />
        </div>
        {detail !== undefined && <div className="mt-2">{detail}</div>}
      </li>
    ))}
  </ol>
);
