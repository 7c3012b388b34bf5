/** The live stream: what happens in a tenant, as it happens (server-sent events), from this process and from others. */
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { toEventView } from '../../contract/event.ts';
import { createListing } from '../../contract/listed.ts';
import { apiKeyDocs } from '../../core/doc-kinds.ts';
import { AppError } from '../../core/errors.ts';
import type { FeedItem } from '../../core/query.ts';
import { type LocateAsset, type Route, type RouteParts, userRoute } from '../http/route.ts';

export const liveTimes = {
  /** Other processes' commits are seen after this time at the latest. */
  pollMs: 1000,
  heartbeatMs: 15_000,
  /** A revoked token ends its streams after this time at the latest. */
  recheckMs: 2000,
  /** A reader who takes nothing for so long is let go. */
  stuckMs: 30_000,
} as const;
const maxAll = 1000;
/** The last of them are for tenants who have none. */
const reserved = 200;
const chunk = 200;

function frame(item: FeedItem, locate: LocateAsset): string {
  const data =
    item.type === 'event'
      ? createListing()(toEventView(item.event, locate(item.event.source_ip, item.event.place)))
      : item.change;
  const name = item.type === 'event' ? 'event' : 'change';
  // JSON holds no line breaks of its own, so one record is one data line.
  return `id: ${item.cursor}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Resolves when something may have happened: a commit here for this tenant, the poll, or the end. */
function createBell(pollMs: number, ended: AbortSignal): { ring(): void; wait(): Promise<void> } {
  let rung = false;
  let wake: (() => void) | null = null;
  const ring = (): void => {
    rung = true;
    wake?.();
  };
  ended.addEventListener('abort', ring, { once: true });
  return {
    ring,
    async wait() {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, pollMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        wake = null;
      }
      rung = false;
    },
  };
}

async function write(out: ServerResponse, text: string, ended: AbortSignal): Promise<void> {
  if (out.write(text) || ended.aborted) return;
  const drained = new Promise<void>((resolve) => out.once('drain', resolve));
  const stuck = sleep(liveTimes.stuckMs, 'stuck' as const, { signal: ended, ref: false }).catch(
    () => undefined,
  );
  if ((await Promise.race([drained, stuck])) === 'stuck') out.destroy();
}

export function liveRoutes(parts: RouteParts): Route[] {
  const { store, pipeline, clock, settings, quotas, liveStreams: open } = parts;
  let all = 0;

  /** Whether the credential that opened the stream still opens anything. */
  async function isValid(caller: {
    user_id: string;
    token_version: number | null;
    expires_ms: number | null;
    key_id?: string;
  }) {
    if (caller.expires_ms !== null && clock() >= caller.expires_ms) return false;
    if (await parts.accountStates.isSuspended(caller.user_id)) return false;
    if (caller.key_id !== undefined)
      return (await store.of(caller.user_id).doc(apiKeyDocs.name, caller.key_id)) !== null;
    if (caller.token_version === null) return true;
    return (await store.userById(caller.user_id))?.token_version === caller.token_version;
  }

  /** Pages of other origins have no business here; programs send no Origin at all. */
  function checkOrigin(origin: string | undefined, host: string | undefined): void {
    if (origin === undefined || settings.corsOrigins.includes('*') || settings.corsOrigins.includes(origin))
      return;
    if (!URL.canParse(origin) || new URL(origin).host !== host)
      throw new AppError('forbidden', 'Pages of this origin may not read the live stream');
  }

  return [
    userRoute(parts, {
      method: 'GET',
      path: '/api/live',
      access: { user: 'read' },
      tag: 'Events',
      summary: 'The live stream',
      description:
        'Server-sent events: `event` (an Event as `GET /api/events` lists it) and `change` (`{kind, id, at}`: an alert, incident, node or delivery to reload). Resumes after `Last-Event-ID`; without it, it begins now. Ends when the token does. A comment every 15 seconds keeps the connection alive.',
      answerType: 'text/event-stream',
      errors: ['forbidden', 'too_many_requests', 'quota_exceeded'],
      async handle({ tenant, caller, request, reply }) {
        checkOrigin(request.headers.origin, request.headers.host);
        const mine = open.get(caller.user_id) ?? 0;
        if (all >= maxAll - (mine === 0 ? 0 : reserved))
          throw new AppError('too_many_requests', 'Too many live streams are open', {
            retryAfterSeconds: 10,
          });
        // The place is taken before anything is waited for: of a hundred at once, each is counted.
        open.set(caller.user_id, mine + 1);
        all++;
        const leave = (): void => {
          all--;
          const left = (open.get(caller.user_id) ?? 1) - 1;
          if (left > 0) open.set(caller.user_id, left);
          else open.delete(caller.user_id);
        };
        await quotas.checkStreams(caller.user_id, mine).catch((error) => {
          leave();
          throw error;
        });
        const last = request.headers['last-event-id'];
        let { items, cursor, more } = await tenant
          .feed(typeof last === 'string' && last !== '' ? last : null, chunk)
          .catch((error) => {
            leave();
            throw error;
          });

        const ended = new AbortController();
        const bell = createBell(liveTimes.pollMs, ended.signal);
        const out = reply.raw;
        const end = (): void => ended.abort();
        out.on('close', end);
        parts.closing.addEventListener('abort', end);
        // Both may have happened while the store was asked.
        if (request.raw.socket.destroyed || parts.closing.aborted) end();
        const unsubscribe = pipeline.onCommit((users) => {
          if (users.has(caller.user_id)) bell.ring();
        });
        const headers = reply.getHeaders();
        reply.hijack();
        try {
          for (const [name, value] of Object.entries(headers))
            if (value !== undefined) out.setHeader(name, value);
          out.writeHead(200, {
            'content-type': 'text/event-stream; charset=utf-8',
            'cache-control': 'no-store',
            'x-accel-buffering': 'no',
            'x-content-type-options': 'nosniff',
          });
          let saidAt = clock();
          let checkedAt = clock();
          await write(out, `retry: 2000\nid: ${cursor}\n: welcome\n\n`, ended.signal);
          while (!ended.signal.aborted) {
            if (items.length > 0) {
              const locate = await parts.locateFor(caller.user_id);
              // Record by record: a reader who takes little holds up this stream and keeps no more than one in memory.
              for (const item of items) await write(out, frame(item, locate), ended.signal);
              saidAt = clock();
            }
            const now = clock();
            if (now - saidAt >= liveTimes.heartbeatMs || now < saidAt) {
              await write(out, ': still here\n\n', ended.signal);
              saidAt = now;
            }
            if (!more) await bell.wait();
            if (ended.signal.aborted) break;
            if (clock() - checkedAt >= liveTimes.recheckMs || clock() < checkedAt) {
              if (!(await isValid(caller))) break;
              checkedAt = clock();
            }
            ({ items, cursor, more } = await tenant.feed(cursor, chunk));
          }
        } catch (error) {
          parts.log.warn({ requestId: request.id, err: error }, 'a live stream was cut');
        } finally {
          unsubscribe();
          parts.closing.removeEventListener('abort', end);
          leave();
          out.end();
        }
        return reply;
      },
    }),
  ];
}
