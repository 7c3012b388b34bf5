/** What a person chose of the looks, kept in this browser; preferences-sync.ts carries it to the others. */
import { useSyncExternalStore } from 'react';

export interface Preferences {
  theme: 'system' | 'light' | 'dark';
  density: 'compact' | 'comfortable';
  language: 'system' | 'en' | 'de';
  clock: 'system' | '12' | '24';
  /** Columns that are hidden, by table. */
  hidden: Readonly<Record<string, readonly string[]>>;
  /** Columns from left to right, by table; those that are not named follow. */
  order: Readonly<Record<string, readonly string[]>>;
  /** Pixels, by table and column. */
  widths: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** What a table is sorted by. */
  sorts: Readonly<Record<string, { id: string; desc: boolean }>>;
  /** The bulk job whose end the person has dismissed; of this browser alone. */
  seenJob: string;
}

const key = 'decoyverse.preferences';
const standard: Preferences = {
  theme: 'system',
  density: 'compact',
  language: 'system',
  clock: 'system',
  hidden: {},
  order: {},
  widths: {},
  sorts: {},
  seenJob: '',
};

function read(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return { ...standard, ...(typeof stored === 'object' ? stored : {}) };
  } catch {
    return standard;
  }
}

let now = read();
const listeners = new Set<() => void>();
const dark = matchMedia('(prefers-color-scheme: dark)');

export function setPreferences(change: Partial<Preferences>): void {
  now = { ...now, ...change };
  localStorage.setItem(key, JSON.stringify(now));
  applyTheme();
  for (const tell of listeners) tell();
}

/** Sets what CSS goes by. Called before the first paint, and when the system changes its mind. */
export function applyTheme(): void {
  const isDark = now.theme === 'dark' || (now.theme === 'system' && dark.matches);
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
}
dark.addEventListener('change', () => {
  applyTheme();
  for (const tell of listeners) tell();
});

const subscribe = (tell: () => void): (() => void) => {
  listeners.add(tell);
  return () => listeners.delete(tell);
};

/** Calls `tell` on every change; returns what ends that. */
export const onPreferences = subscribe;
export const preferences = (): Preferences => now;
export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, preferences);
