/** The server at the other end: whether it answers, and how long to keep trying. */
import { createClient } from '../../client/client.ts';
import { ClientError, type ClientErrorKind } from '../../client/client-error.ts';
import { lightFetch } from '../../client/light-fetch.ts';
import { minuteMs } from '../../lib/duration.ts';

/** For ever: what was not sent stays in the log. */
export const patience = { attempts: Number.POSITIVE_INFINITY, firstWaitMs: 500, maxWaitMs: minuteMs };

export const hints: Partial<Record<ClientErrorKind, string>> = {
  unauthenticated: "check --key: it is the node's key, shown once when the node was created",
  forbidden: 'is the node active, and is this its key?',
  unexpected: 'check --url: another program answers there',
  refused: 'check --url: another program answers there',
  unreachable: 'check --url, and whether the server runs',
  timeout: 'check --url, and whether the server runs',
};

/** Null if the server takes events with this key; it is asked to take none, so nothing is stored. */
export async function findServerProblem({
  url,
  key,
}: {
  url: string;
  key: string;
}): Promise<ClientError | null> {
  const client = createClient({
    url,
    headers: { 'x-node-key': key },
    fetch: lightFetch,
    timeoutMs: 10_000,
    retry: { attempts: 1, firstWaitMs: 0, maxWaitMs: 0 },
  });
  try {
    await client.request({
      method: 'POST',
      path: '/api/events',
      headers: { 'content-type': 'application/x-ndjson' },
      body: '',
    });
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    // The key is looked at first; then it says that there are no events.
    return error.status === 400 && /no events/.test(error.detail) ? null : error;
  }
  return new ClientError('unexpected', `${url} is not a DecoyVerse server: unexpected response`);
}
