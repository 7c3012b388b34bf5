/** Times and counts. */
import { useSyncExternalStore } from 'react';
import { useFormat } from '../texts/format.ts';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';

/** One clock for all relative times of the tab. */
let nowMs = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
function subscribe(tell: () => void): () => void {
  listeners.add(tell);
  timer ??= setInterval(() => {
    nowMs = Date.now();
    for (const each of listeners) each();
  }, 10_000);
  return () => {
    listeners.delete(tell);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/** Epoch ms, renewed every ten seconds. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => nowMs);

/** "4 min ago"; the exact time with its zone on hover. Null: never. */
export function RelativeTime({ at }: { at: string | null }) {
  const format = useFormat();
  const t = useTexts(partsTexts);
  const now = useNow();
  if (at === null) return <span className="text-muted">{t.never}</span>;
  return (
    <time dateTime={at} title={format.exact(at)} className="num whitespace-nowrap">
      {format.relative(at, Math.max(now, Date.parse(at)))}
    </time>
  );
}

export function ExactTime({ at }: { at: string }) {
  const format = useFormat();
  return (
    <time dateTime={at} className="num">
      {format.exact(at)}
    </time>
  );
}

export function Count({ value }: { value: number }) {
  return <span className="num">{useFormat().count(value)}</span>;
}

/** "in 3 days" or "2 days ago": a time that may lie ahead. */
export function Until({ at }: { at: string }) {
  const format = useFormat();
  const now = useNow();
  return (
    <time dateTime={at} title={format.exact(at)} className="num whitespace-nowrap">
      {format.relative(at, now)}
    </time>
  );
}
