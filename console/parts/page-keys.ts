/** Keys of one page. They are listed in the help of the keyboard while the page is shown. */
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { isTaken } from './row-keys.ts';

export interface PageKey {
  /** As `KeyboardEvent.key` has it: `a`, `J`. */
  key: string;
  label: string;
  run(): void;
}

/** After `g` a letter names a page (app/keys.ts) and nothing else. */
const goWithinMs = 1500;

let shown: readonly PageKey[] = [];
const listeners = new Set<() => void>();
function show(keys: readonly PageKey[]): void {
  shown = keys;
  for (const tell of listeners) tell();
}
const subscribe = (tell: () => void): (() => void) => {
  listeners.add(tell);
  return () => listeners.delete(tell);
};

/** What the page that is shown has keys for. */
export const useShownPageKeys = (): readonly PageKey[] => useSyncExternalStore(subscribe, () => shown);

export function usePageKeys(keys: readonly PageKey[]): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    let goneAtMs = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent): void => {
      if (isTaken(event)) return;
      const goes = event.timeStamp - goneAtMs < goWithinMs;
      goneAtMs = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (goes) return;
      const found = latest.current.find(({ key }) => key === event.key);
      if (found === undefined) return;
      event.preventDefault();
      found.run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const words = keys.map(({ key, label }) => `${key} ${label}`).join('\n');
  useEffect(() => {
    if (words !== '') show(latest.current);
    return () => show([]);
  }, [words]);
}
