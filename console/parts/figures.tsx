/** Figures: a number that leads to its list, a ranked list of bars, a strip of intervals. */
import { useFormat } from '../texts/format.ts';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { HostileText } from './hostile-text.tsx';
import { Link, type LinkProps } from './link.tsx';

export interface KpiProps {
  label: string;
  /** Null while it is not known. */
  value: number | null;
  hint?: string;
  to?: Pick<LinkProps, 'to' | 'search'>;
}

export function Kpi({ label, value, hint, to }: KpiProps) {
  const format = useFormat();
  const body = (
    <>
      <span className="block text-xs text-muted">{label}</span>
      <span className="num mt-0.5 block text-xl font-semibold tracking-tight">
        {value === null ? <span className="skeleton block h-7 w-16" /> : format.count(value)}
      </span>
      {hint !== undefined && <span className="block text-xs text-muted">{hint}</span>}
    </>
  );
  const look = 'block min-w-0 px-4 py-3';
  return to ? (
    <Link {...to} className={`${look} hover:bg-sunk`}>
      {body}
    </Link>
  ) : (
    <div className={look}>{body}</div>
  );
}

export interface Bar {
  /** An attacker's, unless `label` gives words of ours. */
  value: string;
  label?: string;
  count: number;
  to?: Pick<LinkProps, 'to' | 'search'>;
}

export function BarList({ label, bars }: { label: string; bars: readonly Bar[] }) {
  const format = useFormat();
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <ol aria-label={label} className="flex flex-col gap-0.5">
      {bars.map((bar) => {
        const row = (
          <span className="relative flex items-center gap-3 overflow-hidden rounded-sm px-2 py-1">
            <span
              aria-hidden
              className="absolute inset-y-0 left-0 rounded-sm bg-accent-soft"
              style={{ width: `${(bar.count / most) * 100}%` }}
            />
            <span className="relative min-w-0 flex-1 truncate text-sm">
              {bar.label ?? <HostileText sent text={bar.value} />}
            </span>
            <span className="num relative text-sm">{format.count(bar.count)}</span>
          </span>
        );
        return (
          <li key={bar.value}>
            {bar.to ? (
              <Link {...bar.to} className="block rounded-sm hover:bg-sunk">
                {row}
              </Link>
            ) : (
              row
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** One beat an interval, the latest on the right: how many events it had, or null where the node was silent. */
export function ProgressStrip({ beats }: { beats: readonly (number | null)[] }) {
  const t = useTexts(partsTexts);
  const most = Math.max(1, ...beats.map((beat) => beat ?? 0));
  return (
    <svg
      role="img"
      aria-label={t.intervals(beats.length)}
      width={beats.length * 4}
      height="18"
      viewBox={`0 0 ${beats.length * 4} 18`}
    >
      {beats.map((beat, at) => {
        const height = beat === null ? 2 : 4 + (beat / most) * 14;
        return (
          <rect
            key={`${at}-${beats.length}`}
            x={at * 4}
            y={18 - height}
            width="3"
            height={height}
            rx="1"
            className={beat === null ? 'fill-line' : 'fill-accent'}
          />
        );
      })}
    </svg>
  );
}
