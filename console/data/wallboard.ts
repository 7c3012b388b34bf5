/** What a wallboard shows, read again and again. It never meets the session that this browser may have. */
import { useEffect, useState } from 'react';
import { toError } from './client.ts';
import { apiUrl } from './place.ts';
import type { WallboardData } from './types.ts';

export interface WallboardView {
  data: WallboardData | null;
  /** `ended`: the link was revoked or has expired. */
  state: 'connecting' | 'live' | 'lost' | 'ended';
  /** When `data` came, epoch ms. */
  readMs: number;
}

const everyMs = 5000;
const longestWaitMs = 30_000;
const limitMs = 10_000;

async function read(key: string, signal: AbortSignal): Promise<WallboardData> {
  const response = await fetch(apiUrl('/api/wallboard'), {
    headers: { authorization: `Bearer ${key}`, accept: 'application/json' },
    credentials: 'omit',
    signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
  });
  if (!response.ok) throw await toError(response);
  return (await response.json()) as WallboardData;
}

/** Asks again and again as long as it is shown; a server that is lost is asked ever more rarely, and found again by itself. */
export function useWallboard(key: string): WallboardView {
  const [view, setView] = useState<WallboardView>({ data: null, state: 'connecting', readMs: 0 });
  useEffect(() => {
    const end = new AbortController();
    let failures = 0;
    let timer: ReturnType<typeof setTimeout>;
    async function next(): Promise<void> {
      try {
        const data = await read(key, end.signal);
        failures = 0;
        setView({ data, state: 'live', readMs: Date.now() });
      } catch (error) {
        if (end.signal.aborted) return;
        failures += 1;
        const isEnded =
          typeof error === 'object' && error !== null && 'code' in error && error.code === 'unauthenticated';
        setView((now) => ({ ...now, data: isEnded ? null : now.data, state: isEnded ? 'ended' : 'lost' }));
      }
      timer = setTimeout(() => void next(), Math.min(longestWaitMs, everyMs * 2 ** Math.min(failures, 3)));
    }
    void next();
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [key]);
  return view;
}
