/** Plays moments back at a chosen pace: what had happened by now, on a clock that can be stopped, moved and hurried. */
import { useEffect, useMemo, useState } from 'react';
import { countUntil, toPlayTimes } from './replay-clock.ts';

export const paces = ['0.5', '1', '2', '4', '8', '16'] as const;
export type Pace = (typeof paces)[number];

/** A pause of an hour says no more than one of this length. */
const longestPauseMs = 2000;
const tickMs = 50;

export interface Replay {
  /** So many moments have come. */
  shown: number;
  total: number;
  /** Of the clock of the replay, from its beginning. */
  atMs: number;
  endMs: number;
  isPlaying: boolean;
  pace: Pace;
  /** Whether long pauses are cut. */
  isShort: boolean;
  toggle(): void;
  seek(atMs: number): void;
  /** To the moment before or after this one. */
  step(by: -1 | 1): void;
  setPace(pace: Pace): void;
  setShort(isShort: boolean): void;
}

/** `moments`: epoch ms, ascending; keep it the same array while nothing changed. It plays from the beginning at once. */
export function useReplay(moments: readonly number[]): Replay {
  const [clock, setClock] = useState({ atMs: 0, isPlaying: true });
  const [pace, setPace] = useState<Pace>('1');
  const [isShort, setShort] = useState(true);
  const times = useMemo(() => toPlayTimes(moments, isShort ? longestPauseMs : undefined), [moments, isShort]);
  const endMs = times.at(-1) ?? 0;
  useEffect(() => {
    if (!clock.isPlaying) return;
    let lastMs = performance.now();
    const timer = setInterval(() => {
      const nowMs = performance.now();
      const passedMs = (nowMs - lastMs) * Number(pace);
      lastMs = nowMs;
      setClock(({ atMs }) => {
        const next = Math.min(endMs, atMs + passedMs);
        return { atMs: next, isPlaying: next < endMs };
      });
    }, tickMs);
    return () => clearInterval(timer);
  }, [clock.isPlaying, pace, endMs]);
  const shown = countUntil(times, clock.atMs);
  const seek = (atMs: number): void =>
    setClock(({ isPlaying }) => ({
      atMs: Math.min(Math.max(0, atMs), endMs),
      isPlaying: isPlaying && atMs < endMs,
    }));
  return {
    shown,
    total: times.length,
    atMs: clock.atMs,
    endMs,
    isPlaying: clock.isPlaying,
    pace,
    isShort,
    toggle: () =>
      setClock(({ atMs, isPlaying }) => ({
        atMs: !isPlaying && atMs >= endMs ? 0 : atMs,
        isPlaying: !isPlaying,
      })),
    seek,
    step: (by) =>
      seek(
        times[by > 0 ? shown : countUntil(times, (times[shown - 1] ?? 0) - 1) - 1] ?? (by > 0 ? endMs : 0),
      ),
    setPace,
    setShort(isNowShort) {
      // The same moment on the other clock.
      const next = toPlayTimes(moments, isNowShort ? longestPauseMs : undefined);
      setShort(isNowShort);
      setClock(({ isPlaying }) => ({ atMs: next[shown - 1] ?? 0, isPlaying }));
    },
  };
}
