/** Carries what a person chose of the looks from browser to browser. */
import { useEffect } from 'react';
import { call } from './client.ts';
import { onPreferences, type Preferences, preferences, setPreferences } from './preferences.ts';

/** Several changes in a row are one request. */
const pauseMs = 800;

/** What the server keeps; this browser may have things of another version beside it. */
const toText = (): string => {
  const { theme, density, language, clock, hidden, order, widths, sorts } = preferences();
  return JSON.stringify({ theme, density, language, clock, hidden, order, widths, sorts });
};

/** Takes what the server keeps for the person; from then on the server is told of every change. */
export function usePreferencesSync(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | null = null;
    let kept = '';
    const write = (): void => {
      const now = toText();
      if (now === kept) return;
      kept = now;
      // A failure loses nothing: this browser has it, and the next change sends all of it.
      call('PUT', '/api/preferences', { body: JSON.parse(now) }).catch(() => undefined);
    };
    let leave = (): void => undefined;
    call<{ preferences: Preferences | null }>('GET', '/api/preferences', { signal: stop.signal })
      .then(({ preferences: found }) => {
        if (found !== null) setPreferences(found);
        kept = toText();
        leave = onPreferences(() => {
          if (timer !== null) clearTimeout(timer);
          timer = setTimeout(write, pauseMs);
        });
      })
      .catch(() => undefined);
    return () => {
      stop.abort();
      leave();
      if (timer !== null) {
        clearTimeout(timer);
        write();
      }
    };
  }, [isOn]);
}
