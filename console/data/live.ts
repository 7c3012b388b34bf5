/**
 * The live line: one stream a tab. It says what happened; lists are read again by their query keys, at most once a
 * second, and a list that people read holds new rows back (`useHeld`).
 */
import type { QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { request } from './client.ts';
import { keysOf } from './keys.ts';
import { readFrames } from './stream.ts';
import type { Change, EventView } from './types.ts';

export type LiveState = { name: 'connecting' } | { name: 'live' } | { name: 'lost'; retryAtMs: number };

/** The server says something every 15 seconds; after this long it is gone. */
const silenceMs = 40_000;
const refetchEveryMs = 1000;
/** What arrives meanwhile is handed to the page together: hundreds of events a second are three drawings, not hundreds. */
const handOnEveryMs = 300;

let state: LiveState = { name: 'connecting' };
const watchers = new Set<() => void>();
const eventListeners = new Set<(event: EventView) => void>();
const changeListeners = new Set<(change: Change) => void>();
let retryNow: () => void = () => undefined;

function become(next: LiveState): void {
  state = next;
  for (const tell of watchers) tell();
}

const watch = (tell: () => void): (() => void) => {
  watchers.add(tell);
  return () => watchers.delete(tell);
};

export const useLiveState = (): LiveState => useSyncExternalStore(watch, () => state);
/** Ends the wait for the next attempt. */
export const reconnectNow = (): void => retryNow();

let waitingFrames: { event?: EventView; change?: Change }[] = [];
/** In one task, so that the page is drawn once for all of them. */
function handOn(frame: { event?: EventView; change?: Change }): void {
  waitingFrames.push(frame);
  if (waitingFrames.length > 1) return;
  setTimeout(() => {
    const frames = waitingFrames;
    waitingFrames = [];
    for (const { event, change } of frames) {
      if (event !== undefined) for (const tell of eventListeners) tell(event);
      if (change !== undefined) for (const tell of changeListeners) tell(change);
    }
  }, handOnEveryMs);
}

/** Gathers keys and has them read again together: a burst of events is one request a list and second. */
function createRefetcher(client: QueryClient): (keys: readonly string[]) => void {
  const waiting = new Set<string>();
  let isScheduled = false;
  return (keys) => {
    for (const key of keys) waiting.add(key);
    if (isScheduled) return;
    isScheduled = true;
    setTimeout(() => {
      isScheduled = false;
      for (const key of waiting) void client.invalidateQueries({ queryKey: [key] });
      waiting.clear();
    }, refetchEveryMs);
  };
}

/** Keeps the line up until the signal aborts. */
export async function keepLive(client: QueryClient, signal: AbortSignal): Promise<void> {
  const refetch = createRefetcher(client);
  let lastId: string | null = null;
  let attempt = 0;
  let wasLost = false;
  become({ name: 'connecting' });
  while (!signal.aborted) {
    const line = new AbortController();
    const stop = (): void => line.abort();
    signal.addEventListener('abort', stop, { once: true });
    let silence = setTimeout(stop, silenceMs);
    try {
      const response = await request('/api/live', {
        signal: line.signal,
        headers: { accept: 'text/event-stream', ...(lastId === null ? {} : { 'last-event-id': lastId }) },
      });
      if (response.body === null) throw new Error('an empty stream');
      for await (const frame of readFrames(response.body)) {
        clearTimeout(silence);
        silence = setTimeout(stop, silenceMs);
        if (state.name !== 'live') {
          attempt = 0;
          become({ name: 'live' });
          // What happened while the line was cut may be too old for the stream: everything is read again.
          if (wasLost) void client.invalidateQueries();
        }
        lastId = frame.id ?? lastId;
        if (frame.data === '') continue;
        if (frame.event === 'event') {
          const event = JSON.parse(frame.data) as EventView;
          handOn({ event });
          refetch(keysOf.event);
        } else if (frame.event === 'change') {
          const change = JSON.parse(frame.data) as Change;
          handOn({ change });
          refetch(keysOf[change.kind]);
        }
      }
    } catch {
      // Why it broke does not matter: what follows is the same.
    }
    clearTimeout(silence);
    signal.removeEventListener('abort', stop);
    if (signal.aborted) return;
    wasLost = true;
    const waitMs = Math.min(30_000, 1000 * 2 ** Math.min(attempt++, 5));
    become({ name: 'lost', retryAtMs: Date.now() + waitMs });
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      retryNow = () => {
        clearTimeout(timer);
        resolve();
      };
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

/** Calls with every event that arrives. */
export function useLiveEvents(listener: (event: EventView) => void): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const tell = (event: EventView): void => latest.current(event);
    eventListeners.add(tell);
    return () => {
      eventListeners.delete(tell);
    };
  }, []);
}

/** Calls with every change (`alert`, `incident`, `node`, `delivery`) that is announced. */
export function useLiveChanges(listener: (change: Change) => void): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const tell = (change: Change): void => latest.current(change);
    changeListeners.add(tell);
    return () => {
      changeListeners.delete(tell);
    };
  }, []);
}

/** How many events arrived that the list would show, since `key` last changed or `release` was called. */
export function useHeld(
  key: string,
  matches: (event: EventView) => boolean,
): [count: number, release: () => void] {
  const [held, setHeld] = useState({ key, count: 0 });
  useLiveEvents((event) => {
    if (matches(event)) setHeld((now) => ({ key, count: now.key === key ? now.count + 1 : 1 }));
  });
  return [held.key === key ? held.count : 0, () => setHeld({ key, count: 0 })];
}
