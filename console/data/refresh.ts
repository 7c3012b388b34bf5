/** Reads something again when events arrive that change it, but never more often than it is worth. */
import { useEffect, useRef } from 'react';
import { useLiveEvents } from './live.ts';
import type { EventView } from './types.ts';

/** The first event refreshes at once, those that follow within `everyMs` once at its end. */
export function useRefreshOn(
  matches: (event: EventView) => boolean,
  refresh: () => unknown,
  everyMs = 1000,
): void {
  const latest = useRef(refresh);
  latest.current = refresh;
  const wait = useRef<{ timer: ReturnType<typeof setTimeout> | null; isDue: boolean }>({
    timer: null,
    isDue: false,
  });
  useLiveEvents((event) => {
    if (!matches(event)) return;
    const now = wait.current;
    if (now.timer !== null) {
      now.isDue = true;
      return;
    }
    const run = (): void => {
      now.isDue = false;
      now.timer = setTimeout(() => {
        now.timer = null;
        if (now.isDue) run();
      }, everyMs);
      latest.current();
    };
    run();
  });
  useEffect(
    () => () => {
      if (wait.current.timer !== null) clearTimeout(wait.current.timer);
      wait.current = { timer: null, isDue: false };
    },
    [],
  );
}
