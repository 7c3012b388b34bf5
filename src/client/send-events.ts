/** Import over HTTP: batches to a server's `POST /api/events`, with the node's key. */
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { CliError } from '../cli/failure.ts';
import type { Outcome, Sink } from '../cli/import/sink.ts';
import type { DraftEvent } from '../core/event.ts';

/** Below the 8 MiB that the server takes, which counts after unpacking. */
const maxBodyBytes = 6 * 1024 * 1024;
const attempts = 8;
const timeoutMs = 60_000;

/** A draft as the native event that gives the same draft again. */
function toWire(draft: DraftEvent): string {
  const { kind, event_id, timestamp } = draft;
  const extra = { ...draft.extra, kind };
  if (draft.agent !== null) return JSON.stringify({ event_id, timestamp, ...draft.agent, extra });
  const { service, source_ip, activity, payload } = draft;
  return JSON.stringify({ event_id, timestamp, service, source_ip, activity, payload, extra });
}

/** Groups the lines so that no body is too large. */
export function toBodies(drafts: readonly DraftEvent[], maxBytes = maxBodyBytes): string[][] {
  const bodies: string[][] = [[]];
  let sizeBytes = 0;
  for (const draft of drafts) {
    const line = toWire(draft);
    const lineBytes = Buffer.byteLength(line) + 1;
    if (sizeBytes + lineBytes > maxBytes && sizeBytes > 0) {
      bodies.push([]);
      sizeBytes = 0;
    }
    bodies.at(-1)?.push(line);
    sizeBytes += lineBytes;
  }
  return bodies;
}

const detailOf = (body: unknown): string => {
  const detail = (body as { detail?: unknown } | null)?.detail;
  return typeof detail === 'string' ? detail.slice(0, 300) : '';
};

function outcomesOf(body: unknown, count: number): Outcome[] | null {
  const results = (body as { results?: unknown } | null)?.results;
  if (!Array.isArray(results) || results.length !== count) return null;
  return results.map(
    (one: { status?: unknown; alert_created?: unknown; reason?: unknown; retryable?: unknown }) => ({
      status: one.status === 'accepted' || one.status === 'duplicate' ? one.status : 'rejected',
      alert_created: one.alert_created === true,
      reason: typeof one.reason === 'string' ? one.reason : undefined,
      ...(one.retryable === true ? { retryable: true } : {}),
    }),
  );
}

/**
 * `url` is the server's base address. `onTrouble` hears in one sentence why a batch has to wait, once for each batch:
 * the patience of all attempts is a minute and a half. `fetch` and `wait` are arguments for the tests.
 */
export function createRemoteSink({
  url,
  key,
  onTrouble = () => undefined,
  fetch = globalThis.fetch,
  wait = sleep,
}: {
  url: string;
  key: string;
  onTrouble?: (trouble: string) => void;
  fetch?: typeof globalThis.fetch;
  wait?: (ms: number) => Promise<unknown>;
}): Sink {
  // The times of old records are to be believed.
  const target = `${url.replace(/\/+$/, '')}/api/events?history=true`;

  const post = async (lines: readonly string[]): Promise<Outcome[]> => {
    const body = gzipSync(`${lines.join('\n')}\n`, { level: 1 });
    let trouble = '';
    for (let attempt = 1; attempt <= attempts; attempt++) {
      let answer: Response;
      try {
        answer = await fetch(target, {
          method: 'POST',
          headers: {
            'content-type': 'application/x-ndjson',
            'content-encoding': 'gzip',
            'x-node-key': key,
          },
          body,
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
      } catch (error) {
        const code = ((error as Error).cause as NodeJS.ErrnoException | undefined)?.code;
        trouble = `${url} does not answer (${code ?? (error as Error).name})`;
        if (attempt === 1) onTrouble(trouble);
        await wait(Math.min(30_000, 250 * 2 ** attempt));
        continue;
      }
      const text = await answer.text().catch(() => '');
      let parsed: unknown = null;
      try {
        parsed = JSON.parse(text);
      } catch {
        // Judged by its status below.
      }
      if (answer.status === 200) {
        const outcomes = outcomesOf(parsed, lines.length);
        if (outcomes !== null) return outcomes;
        throw new CliError(`${url} answers, but not as a DecoyVerse server does`, { hint: 'check --url' });
      }
      trouble = `${url} answers ${answer.status} ${detailOf(parsed)}`.trim();
      if (answer.status === 429 || answer.status >= 500) {
        if (attempt === 1) onTrouble(trouble);
        const after = Number(answer.headers.get('retry-after'));
        await wait(after > 0 ? Math.min(after, 60) * 1000 : Math.min(30_000, 250 * 2 ** attempt));
        continue;
      }
      throw new CliError(trouble, {
        hint:
          answer.status === 401 || answer.status === 403
            ? "check --key: it is the node's key, shown once when the node was made"
            : 'check --url and --key',
      });
    }
    throw new CliError(trouble, {
      hint: 'what was taken is kept: run the same command again when the server is back',
    });
  };

  return {
    async send(drafts) {
      const outcomes: Outcome[] = [];
      for (const lines of toBodies(drafts)) if (lines.length > 0) outcomes.push(...(await post(lines)));
      return outcomes;
    },
    close: async () => undefined,
  };
}
