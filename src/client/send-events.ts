/** Sends events to a server's `POST /api/events`, with a node's key. */
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { DraftEvent } from '../core/event.ts';
import { type ClientParts, createClient } from './client.ts';
import { ClientError } from './client-error.ts';
import type { EventOutcome, SendEvents } from './event-outcome.ts';

/** Below the 8 MiB that the server accepts, counted after decompression. */
const maxBodyBytes = 6 * 1024 * 1024;
/** The server's limit of events in one request. */
const maxBodyEvents = 5000;

/** A draft as the native event that parses to the same draft. */
function toWire(draft: DraftEvent): string {
  const { kind, event_id, timestamp, raw } = draft;
  // Where the record calls it otherwise, or does not say it.
  const session = draft.session === null ? {} : { session: draft.session };
  const extra = { ...draft.extra, ...session, kind };
  if (draft.agent !== null) return JSON.stringify({ event_id, timestamp, ...draft.agent, extra });
  const { service, source_ip, activity, payload } = draft;
  return JSON.stringify({ event_id, timestamp, service, source_ip, activity, payload, extra, raw });
}

/** Groups the events as lines so that no body is too large. An event that is too large gets a body of its own. */
export function toBodies(drafts: readonly DraftEvent[], maxBytes = maxBodyBytes): string[][] {
  const bodies: string[][] = [];
  let sizeBytes = 0;
  for (const draft of drafts) {
    const line = toWire(draft);
    const lineBytes = Buffer.byteLength(line) + 1;
    const body = bodies.at(-1);
    if (body === undefined || sizeBytes + lineBytes > maxBytes || body.length >= maxBodyEvents) {
      bodies.push([line]);
      sizeBytes = lineBytes;
    } else {
      body.push(line);
      sizeBytes += lineBytes;
    }
  }
  return bodies;
}

/** Null if it is not an answer to `count` events. */
function toOutcomes(body: unknown, count: number): EventOutcome[] | null {
  const results = (body as { results?: unknown } | null)?.results;
  if (!Array.isArray(results) || results.length !== count) return null;
  return results.map((one: unknown): EventOutcome => {
    const { status, alert_created, reason, retryable } = (one ?? {}) as Record<string, unknown>;
    return {
      status: status === 'accepted' || status === 'duplicate' ? status : 'rejected',
      alert_created: alert_created === true,
      reason: typeof reason === 'string' ? reason : undefined,
      ...(retryable === true ? { retryable } : {}),
    };
  });
}

export interface EventSenderParts extends Omit<ClientParts, 'headers'> {
  /** The node's. */
  key: string;
  /** Whether these are old records, whose times are to be believed. */
  history?: boolean;
  /** Ends the attempts early: the call rejects with a ClientError of the kind `aborted`. */
  signal?: AbortSignal;
  newId?(): string;
}

/**
 * A sender of events. It rejects with ClientError when a request failed for good; what was sent before is stored, and
 * sending all of it again is harmless. An event without an id gets one before its first attempt. A body that the server
 * finds too large is halved until it fits; one event that is too large is rejected.
 */
export function createEventSender({
  key,
  newId = randomUUID,
  history = false,
  signal,
  ...parts
}: EventSenderParts): SendEvents {
  const client = createClient({ ...parts, headers: { 'x-node-key': key } });

  async function post(lines: readonly string[]): Promise<EventOutcome[]> {
    let answer: unknown;
    try {
      answer = await client.request({
        method: 'POST',
        path: history ? '/api/events?history=true' : '/api/events',
        headers: { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
        body: gzipSync(`${lines.join('\n')}\n`, { level: 1 }),
        signal,
      });
    } catch (error) {
      if (!(error instanceof ClientError) || error.kind !== 'too_large') throw error;
      if (lines.length === 1)
        return [{ status: 'rejected', alert_created: false, reason: 'is too large for the server' }];
      const half = lines.length >> 1;
      return [...(await post(lines.slice(0, half))), ...(await post(lines.slice(half)))];
    }
    const outcomes = toOutcomes(answer, lines.length);
    if (outcomes === null)
      throw new ClientError('unexpected', `${client.url} is not a DecoyVerse server: unexpected response`);
    return outcomes;
  }

  return async (drafts) => {
    const named = drafts.map((draft) => (draft.event_id === null ? { ...draft, event_id: newId() } : draft));
    const outcomes: EventOutcome[] = [];
    for (const lines of toBodies(named)) outcomes.push(...(await post(lines)));
    return outcomes;
  };
}
