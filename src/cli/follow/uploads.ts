/**
 * Sends the recordings and captured files that records name, after the records: one at a time, no faster than a thin line
 * bears, and again after a kill. What cannot be sent is counted with its reason.
 */
import { closeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../../client/client.ts';
import { ClientError } from '../../client/client-error.ts';
import type { EventOutcome } from '../../client/event-outcome.ts';
import { lightFetch } from '../../client/light-fetch.ts';
import type { DraftEvent } from '../../core/event.ts';
import { mostCaptureBytes, mostRecordingBytes } from '../../core/kept-file.ts';
import { namedFileOf } from '../../ingest/named-file.ts';
import { minuteMs } from '../../lib/duration.ts';
import { plural } from '../terminal.ts';
import { openNamed, piecesOf } from './open-named.ts';
import { hints } from './server.ts';
import { openWaitingFiles, type WaitingFile, type WaitingFiles } from './waiting-files.ts';

/** On average: events go before files on a thin line. */
const bytesPerSecond = 512 * 1024;
/** How often new ones are looked for. */
const lookMs = 1000;
/** A file that is not there or not whole, or that the server has no room for: until it is tried again, and given up. */
const againMs = minuteMs;
const mostTries = 10;
const timeoutMs = 5 * minuteMs;
const mostShown = 20;

export interface UploadParts {
  url: string;
  key: string;
  stateFolder: string;
  /** Absolute. Empty: files of that kind are left where they are. */
  recordings: readonly string[];
  files: readonly string[];
  once: boolean;
  signal: AbortSignal;
  say(line: string): void;
}

export interface Uploads {
  /** What these drafts name, where the server has them; on the disk when it returns. */
  note(drafts: readonly DraftEvent[], outcomes: readonly EventOutcome[]): void;
  /** Sends until stopped, or with `once` until what can be sent is. */
  run(): Promise<void>;
  /** Since the start: `3 recordings and 2 files sent, 1 not sent`. */
  summary(): string;
}

const pathOf = ({ kind, session, sensor, name, record }: WaitingFile): string => {
  const query = new URLSearchParams(sensor === '' ? {} : { sensor });
  if (kind === 'recording') return `/api/recordings/${encodeURIComponent(session)}?${query}`;
  if (session !== '') query.set('session', session);
  if (name !== '') query.set('name', name.toWellFormed());
  query.set('record', record.slice(0, 128));
  return `/api/captures?${query}`;
};

const keyOf = ({ kind, record, file }: WaitingFile): string => `${kind} ${record} ${file}`;

export function openUploads(parts: UploadParts): Uploads {
  const { url, key, once, signal, say } = parts;
  const waiting = openWaitingFiles(parts.stateFolder, 'files');
  /** Those that were looked for in vain. */
  const later = openWaitingFiles(parts.stateFolder, 'files-later');
  /** Of this round, so that `once` ends. */
  const back = new Set<string>();
  const folders = { recording: parts.recordings, file: parts.files };
  const most = { recording: mostRecordingBytes, file: mostCaptureBytes };
  const sent = { recording: 0, file: 0 };
  let left = 0;
  let isAway = false;

  const giveUp = (file: WaitingFile, why: string): void => {
    left += 1;
    if (left <= mostShown) say(`warning: ${file.kind} ${file.file} is not sent: it ${why}`);
    else if (left === mostShown + 1) say('warning: further files that are not sent are only counted');
  };

  async function upload(file: WaitingFile, fd: number, sizeBytes: number): Promise<void> {
    const body = { sizeBytes, pieces: () => piecesOf(fd, sizeBytes) };
    const client = createClient({
      url,
      headers: { 'x-node-key': key, 'content-type': 'application/octet-stream' },
      fetch: (to, { body: _, ...request }) => lightFetch(to, { ...request, body }),
      timeoutMs,
      retry: { attempts: 1, firstWaitMs: 0, maxWaitMs: 0 },
    });
    await client.request({ method: 'POST', path: pathOf(file), signal });
  }

  function putBack(queue: WaitingFiles, file: WaitingFile, why: string): void {
    const tries = file.tries + 1;
    const isOver = tries >= mostTries || later.add([{ ...file, tries, lookedMs: Date.now() }]) > 0;
    if (isOver) giveUp(file, why);
    else if (once) back.add(keyOf(file));
    queue.done();
  }

  /** Sends one, or says why not. Resolves to how long to wait before the next; null = the server takes none. */
  async function step(queue: WaitingFiles, file: WaitingFile): Promise<number | null> {
    if (folders[file.kind].length === 0) {
      queue.done();
      return 0;
    }
    const opened = openNamed(folders[file.kind], file, most[file.kind]);
    if (opened.kind === 'later') {
      putBack(queue, file, opened.why);
      return 0;
    }
    if (opened.kind === 'never') {
      giveUp(file, opened.why);
      queue.done();
      return 0;
    }
    try {
      await upload(file, opened.fd, opened.sizeBytes);
      sent[file.kind] += 1;
      queue.done();
      if (isAway) say('the server takes files again');
      isAway = false;
    } catch (error) {
      if (!(error instanceof ClientError) || error.kind === 'aborted') throw error;
      if (!refuse(queue, file, error)) return null;
    } finally {
      closeSync(opened.fd);
    }
    return (opened.sizeBytes / bytesPerSecond) * 1000;
  }

  /** False: no other would be taken now either. */
  function refuse(queue: WaitingFiles, file: WaitingFile, error: ClientError): boolean {
    const why = error.detail || error.message;
    // It has no room for this one: another may belong to a session that has.
    if (error.status === 429) putBack(queue, file, `has no room on the server: ${why}`);
    else if (error.retryable || error.kind === 'unauthenticated') {
      if (!isAway) say(`warning: files wait: ${error.message} (${hints[error.kind] ?? 'trying again'})`);
      isAway = true;
      return false;
    } else {
      giveUp(file, `was refused: ${why}`);
      queue.done();
    }
    return true;
  }

  /** What is to be sent now, with where it waits; null = nothing. */
  function take(): { queue: WaitingFiles; file: WaitingFile } | null {
    const first = waiting.next();
    if (first !== null) return { queue: waiting, file: first };
    const file = later.next();
    if (file === null || back.has(keyOf(file))) return null;
    return once || Date.now() - file.lookedMs >= againMs || file.lookedMs > Date.now()
      ? { queue: later, file }
      : null;
  }

  return {
    note(drafts, outcomes) {
      const atMs = Date.now();
      const named = drafts.flatMap((draft, at): WaitingFile[] => {
        const { status } = outcomes[at] ?? { status: 'rejected' };
        const file = status === 'rejected' ? null : namedFileOf(draft);
        if (file === null || folders[file.kind].length === 0) return [];
        return [{ ...file, atMs, lookedMs: 0, tries: 0 }];
      });
      const dropped = waiting.add(named);
      left += dropped;
      if (dropped > 0) say(`warning: ${plural(dropped, 'file')} not sent: too many wait already`);
    },
    async run() {
      const pause = (ms: number): Promise<unknown> => sleep(ms, undefined, { signal }).catch(() => undefined);
      while (!signal.aborted) {
        const next = take();
        if (next === null && once) return;
        const pauseMs = next === null ? lookMs : await step(next.queue, next.file);
        if (pauseMs === null && once) return;
        if (pauseMs !== 0) await pause(pauseMs ?? againMs);
      }
    },
    summary() {
      const rest = waiting.isEmpty() && later.isEmpty() ? '' : '; others wait for the next time';
      return `${plural(sent.recording, 'recording')} and ${plural(sent.file, 'file')} sent, ${left} not sent${rest}`;
    },
  };
}
