/**
 * Everything that people do with incidents, and with all that reaches them, as one walk through the API. Two servers that
 * walk it answer the same, whatever store they stand on: what chance makes (ids, secrets) is named by its first appearance.
 */
import assert from 'node:assert/strict';
import type { Route } from '../../src/api/http/route.ts';
import type { Api } from './api-client.ts';
import { walkBehind } from './api-walk-behind.ts';
import { walkJobs } from './api-walk-jobs.ts';
import { createMask, settled } from './api-walk-mask.ts';
import { walkMerging } from './api-walk-merging.ts';
import { walkSessions } from './api-walk-sessions.ts';
import { walkBeside, walkRaw } from './api-walk-side.ts';
import { aDraft, anAgentDraft } from './drafts.ts';

export interface Step {
  call: string;
  status: number;
  answer: unknown;
}
export interface Walked {
  steps: Step[];
  /** `METHOD path` of the routes that answered 200. */
  met: ReadonlySet<string>;
}

const routeOf = (table: readonly Route[], method: string, path: string): Route | undefined => {
  const plain = path.split('?')[0] ?? path;
  return table
    .filter((route) => route.method === method)
    .filter((route) => new RegExp(`^${route.path.replace(/:\w+/g, '[^/]+').replace('*', '.*')}$`).test(plain))
    .sort((a, b) => a.path.split(':').length - b.path.split(':').length)[0];
};

interface Seen {
  items: { [name: string]: string }[];
  next_cursor: string | null;
}

/** `tick` sets the server's clock on by a second; `receiver` answers 200, and 410 below `/gone`. */
export async function walk(
  api: Api,
  { tick, nowMs, receiver, secret }: { tick(): void; nowMs(): number; receiver: string; secret: string },
): Promise<Walked> {
  const steps: Step[] = [];
  const met = new Set<string>();
  const mask = createMask();
  /** Of the last answer; made of ids too. */
  let etag: string | null = null;
  const owner = await api.createUser('owner@example.org');
  // The oldest account is the owner's: it must be older.
  tick();
  const stranger = await api.createUser('stranger@example.org');
  const node = await api.createNode(owner, 'gateway');

  async function say<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = owner.headers,
  ): Promise<T> {
    tick();
    const { status, body: answer, headers: told } = await api.call<T>(method, path, { headers, body });
    assert.notEqual(status, 503, `${method} ${path}: ${JSON.stringify(answer)}`);
    const route = routeOf(api.app.routeTable, method, path);
    assert.ok(route, `no route for ${method} ${path}`);
    if (status === 200 || status === 202) met.add(`${method} ${route.path}`);
    etag = told.get('etag');
    steps.push({
      call: String(mask(`${method} ${path.replace(/cursor=[^&]+/, 'cursor=<more>')}`)),
      status,
      answer: mask(etag === null ? answer : { answer, type: told.get('content-type') }),
    });
    return answer;
  }
  const list = async (path: string): Promise<Seen['items']> => (await say<Seen>('GET', path)).items;
  const iso = (afterMs = 0): string => new Date(nowMs() + afterMs).toISOString();
  const sender = { user_id: owner.id, node_id: node.id };

  const due = async (): Promise<{ next_attempt_at: string; last_error: string | null }[]> =>
    (await api.call<Seen>('GET', '/api/deliveries?state=due', { headers: owner.headers })).body
      .items as never;
  /** Until nothing that is due now waits or is under way. The clock stands: what takes no time is not slow. */
  async function quiet(): Promise<void> {
    const endMs = performance.now() + 60_000;
    // What a worker has claimed is due again in a minute.
    const isWaiting = (at: string): boolean => at <= iso() || (at > iso(30_000) && at <= iso(61_000));
    for (let quietTimes = 0; ; ) {
      const { in_flight } = api.deliverer.counters();
      const waiting = (await due()).filter(({ next_attempt_at }) => isWaiting(next_attempt_at));
      quietTimes = in_flight === 0 && waiting.length === 0 ? quietTimes + 1 : 0;
      if (quietTimes === 2) return;
      if (performance.now() > endMs) {
        const stand = await api.store.of(owner.id).deliveries({ state: 'due' }, { limit: 100 });
        const told = stand.items.map((delivery) => ({ ...delivery, notice: null }));
        assert.fail(JSON.stringify({ counters: api.deliverer.counters(), now: iso(), told }));
      }
      if (quietTimes === 0) api.deliverer.wake();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  /** Until all is sent; the second message of an incident is due a millisecond after the first. */
  async function sent(): Promise<void> {
    await quiet();
    tick();
    await quiet();
    // What is for a channel that was switched off waits for an hour.
    const soon = (await due()).filter(({ next_attempt_at }) => next_attempt_at <= iso(60_000));
    assert.deepEqual(soon, []);
  }

  /** An attack in the pipeline, whose events are a second apart. */
  async function attack(source_ip: string, from = 0): Promise<void> {
    tick();
    const startMs = nowMs() - 120_000;
    const at = (n: number): string => new Date(startMs + n * 1000 + from).toISOString();
    const drafts = Array.from({ length: 40 }, (_, n) =>
      aDraft({ event_id: `${source_ip}-${from + n}`, source_ip, session: source_ip, timestamp: at(n) }),
    );
    const entered = { kind: 'login.succeeded', activity: 'login_success' } as const;
    drafts.push(aDraft({ ...drafts[0], ...entered, event_id: `${source_ip}-${from}-in`, timestamp: at(41) }));
    await api.pipeline.accept(sender, drafts);
    await sent();
  }
  async function touchDecoy(host: string): Promise<void> {
    tick();
    const agent = { ...anAgentDraft().agent!, hostname: host };
    const touch = { event_id: `${host}-${nowMs()}`, source_ip: host, timestamp: iso(), agent };
    await api.pipeline.accept(sender, [anAgentDraft(touch)]);
    await sent();
  }
  // Where messages go.
  const settings = { url: `${receiver}/hook`, secret };
  await say('GET', '/api/channel-kinds');
  const hook = await say<{ id: string }>('POST', '/api/channels', {
    name: 'SOC',
    channel: 'webhook',
    settings,
    filter: { services: ['SSH'] },
  });
  const gone = await say<{ id: string }>('POST', '/api/channels', {
    name: 'gone',
    channel: 'webhook',
    settings: { url: `${receiver}/gone`, secret },
    filter: { services: ['endpoint_agent'] },
  });
  await say('POST', '/api/channels', {
    name: 'x',
    channel: 'webhook',
    settings: { url: 'http://10.0.0.1/', secret },
  });
  await say('POST', `/api/channels/${hook.id}/test`);
  await walkBehind(say, stranger);
  await say('POST', `/nodes/${node.id}/test`, { notify: true });
  await say('POST', `/nodes/${node.id}/test`, undefined, stranger.headers);
  await say('PATCH', `/api/channels/${hook.id}`, { name: 'SOC 2', version: 1 });
  await say('PATCH', `/api/channels/${hook.id}`, { name: 'late', version: 1 });
  await say('GET', '/api/channels');
  await say('GET', '/api/alert-settings');
  const quiet_hours = { from: '22:00', to: '07:00', timezone: 'Europe/Berlin', override_risk: 0 };
  await say('PATCH', '/api/alert-settings', {
    window_minutes: 90,
    escalation_minutes: 15,
    escalation_channels: ['nobody'],
    quiet_hours,
  });
  await say('PATCH', '/api/alert-settings', { window_minutes: 90, escalation_minutes: 15, quiet_hours });
  await say('PATCH', '/api/alert-settings', { threshold: 99 });
  await say('PUT', '/api/block-settings', {
    never_block: ['198.51.100.0/24'],
    rule: { min_risk: 10, attack_types: ['Injection'], minutes: 60 },
  });
  await say('GET', '/api/block-settings');

  // Something happens, and people are told.
  for (const source of ['203.0.113.50', '203.0.113.60', '203.0.113.70']) await attack(source);
  await touchDecoy('laptop-1');
  const messages = settled(await list('/api/deliveries'));
  await list(`/api/deliveries?channel_id=${gone.id}`);
  await list('/api/deliveries?state=dead&limit=1&from=2020-01-01T00:00:00Z');
  await say('GET', `/api/deliveries/${messages[0]?.delivery_id}`);
  await say('POST', `/api/deliveries/${messages.at(-1)?.delivery_id}/resend`);
  await sent();
  await say('GET', `/api/deliveries/${messages.at(-1)?.delivery_id}`);
  await say('GET', `/api/channels/${gone.id}`);
  await say('POST', '/api/channels/preview', { templates: { title: '{{title}}', text: null } });
  await say('DELETE', `/api/channels/${gone.id}`);
  await touchDecoy('laptop-2');
  await say('GET', '/api/recent-attacks');

  // Who it was.
  for (const order of ['last_seen', 'total_attacks', 'max_risk_score'])
    await list(`/api/attackers?order=${order}`);
  await say('GET', '/api/attacker-profile/203.0.113.60');
  await walkSessions(say, list, { node, source: '203.0.113.60', stranger });

  // Somebody looks at it.
  const page = await say<Seen>('GET', '/api/incidents?limit=2');
  await say('GET', `/api/incidents?limit=2&cursor=${encodeURIComponent(page.next_cursor ?? '')}`);
  await list('/api/incidents?source=203.0.113.60&open=true&min_risk=3');
  const incidents = await list('/api/incidents');
  await say('GET', '/api/incidents/count?open=true&min_risk=3');
  const [decoys, , third, second, first] = incidents.map(({ incident_id = '' }) => incident_id);
  const url = `/api/incidents/${first}`;
  await say('GET', url);
  await say('POST', `${url}/comments`, { text: 'looking <b>now</b> \u202e\u0000 =1+1' });
  await say('PATCH', url, { status: 'acknowledged', assignee: 'ada@example.org', version: 1 });
  await say('PATCH', url, { status: 'investigating', version: 1 });
  await say('PATCH', url, { status: 'investigating' });
  await list('/api/incidents?assignee=ada@example.org');
  await say('POST', `${url}/verdict`, { verdict: 'attack', note: 'real' });
  await say('POST', `${url}/block`, { note: 'by its incident', minutes: 30 });
  const bulk = await say<{ undo: object }>('POST', '/api/incidents/bulk', {
    incidents: [
      { incident_id: second },
      { incident_id: third, status: 'acknowledged' },
      { incident_id: 'none' },
    ],
    status: 'resolved',
  });
  await say('POST', '/api/incidents/bulk', bulk.undo);
  await say('POST', '/api/incidents/bulk', bulk.undo);
  await walkJobs(say, api, owner, [String(second), String(third), 'none']);
  await walkMerging(say, String(second), String(third));
  await say('GET', `${url}/history`);
  await say('GET', `/api/incidents/${third}/history`);
  for (const page of ['alerts?limit=2', 'events?limit=2', 'deliveries'])
    await say('GET', `/api/incidents/${third}/${page}`);
  for (const name of ['incidents', 'attackers', 'sessions']) await say('GET', `/api/${name}/query-fields`);
  await say('GET', url);

  // Alerts, verdicts, and what is hidden because of them.
  const alerts = await say<{ alert_id: string; incident_id: string }[]>('GET', '/api/alerts?limit=200');
  const alert = alerts.find(({ incident_id }) => incident_id === decoys)?.alert_id;
  await say('GET', `/api/alerts/${alert}`);
  await say('PATCH', `/api/alerts/${alert}`, { status: 'acknowledged' });
  await say('GET', `/api/incidents/${decoys}`);
  const said = `/api/alerts/${alert}/verdict`;
  await say('POST', said, { verdict: 'harmless' });
  await say('POST', said, { verdict: 'expected', note: 'nightly backup' });
  await touchDecoy('laptop-2');
  await say('GET', '/api/suppressions');
  await say('POST', said, { verdict: 'attack' });
  const again = await say<{ applied: { id: string } }>('POST', said, { verdict: 'expected' });
  await say('POST', `/api/tuning/${again.applied.id}/revert`);
  // What several people keep calling harmless speaks for a threshold.
  await say('PATCH', '/api/alert-settings', { threshold: 4 });
  const probes = Array.from({ length: 5 }, (_, n) =>
    aDraft({
      event_id: `probe-${n}`,
      kind: 'http.request',
      service: 'HTTP',
      activity: 'http_request',
      payload: 'GET /phpinfo.php HTTP/1.1',
      source_ip: `192.0.2.${n + 1}`,
      session: null,
      timestamp: iso(),
    }),
  );
  await api.pipeline.accept(sender, probes);
  await sent();
  for (const { source_ip } of probes) {
    const [probe] = await say<{ alert_id: string }[]>('GET', `/api/alerts?source=${source_ip}`);
    await say('POST', `/api/alerts/${probe?.alert_id}/verdict`, { verdict: 'harmless' });
  }
  const { suggested } = await say<{ suggested: number }>('GET', '/api/tuning/threshold');
  await say('POST', '/api/tuning/threshold', { threshold: suggested + 1 });
  await say('POST', '/api/tuning/threshold', { threshold: suggested });
  await say('POST', '/api/tuning/threshold/revert');
  await say('POST', '/api/tuning/threshold/revert');
  await say('PATCH', '/api/alert-settings', { threshold: null });
  await say('GET', '/api/tuning');
  const condition = { networks: ['203.0.113.0/26'], services: ['SSH'], max_risk: 10 };
  await say('POST', '/api/suppressions/preview', { condition });
  await say('POST', '/api/suppressions/preview', {
    condition: { users: ['root'], text: 'LOGIN', time_of_day: { from: 0, until: 1439 } },
    from: iso(-100_000),
    to: iso(),
  });
  await say('POST', '/api/suppressions/preview', { condition: { decoys: ['/srv/share/passwords.xlsx'] } });
  const rule = await say<{ id: string }>('POST', '/api/suppressions', {
    name: 'maintenance',
    condition: { sources: ['203.0.113.99'] },
    expires_at: iso(3_600_000),
  });
  await attack('203.0.113.99');
  await say('GET', '/api/suppressions');
  await say('PATCH', `/api/suppressions/${rule.id}`, { enabled: false, version: 1 });
  await say('PATCH', `/api/suppressions/${rule.id}`, { enabled: true, version: 1 });
  await attack('203.0.113.99', 100);
  await list('/api/incidents?source=203.0.113.99');
  await say('GET', '/api/events?source=203.0.113.99&limit=5');
  await say('DELETE', `/api/suppressions/${rule.id}`);

  // Firewalls and agents.
  const held = await say<{ id: string }>('POST', '/api/block-ip', {
    ip_address: '192.0.2.7',
    node_id: node.id,
  });
  await say('POST', '/api/block-ip', { ip_address: '2001:db8::5', expires_at: iso(60_000) });
  await say('POST', '/api/block-ip', { ip_address: '192.0.2.7', note: 'once more' });
  await say('POST', '/api/block-ip', { ip_address: '198.51.100.9' });
  await say('POST', '/api/block-ip', { ip_address: '192.0.2.128/25' });
  await say('POST', '/api/agent/block-confirmed', { ip_address: '192.0.2.7' }, node.headers);
  await say('POST', '/api/agent/heartbeat', { hostname: 'gateway' }, node.headers);
  await say('GET', '/api/blocked-ips');
  await say('GET', `/api/blocked-ips?node_id=${node.id}`);
  const feed = await say<{ feed: { id: string }; path: string }>('POST', '/api/block-feeds', {
    name: 'edge',
  });
  const { formats } = await say<{ formats: { name: string }[] }>('GET', '/api/block-feeds');
  for (const { name } of formats) await say('GET', feed.path.replace(/text$/, name), undefined, {});
  await say('GET', feed.path.replace(/text$/, formats.at(-1)!.name), undefined, {
    'if-none-match': String(etag),
  });
  await say('DELETE', `/api/blocked-ips/${held.id}`);
  await say('GET', feed.path, undefined, {});
  await say('DELETE', `/api/block-feeds/${feed.feed.id}`);
  await say('GET', feed.path, undefined, {});

  // Scripts.
  const key = await say<{ key: string; api_key: { id: string } }>('POST', '/api/keys', {
    name: 'nightly',
    scopes: ['triage'],
    expires_at: iso(3_600_000),
  });
  const robot = { authorization: `Bearer ${key.key}` };
  await say('POST', `${url}/comments`, { text: 'from a script' }, robot);
  await say('GET', '/api/audit', undefined, robot);
  await say('GET', '/api/keys');
  await say('GET', `/api/keys/${key.api_key.id}/made`);
  await say('DELETE', `/api/keys/${key.api_key.id}`);
  await say('GET', url, undefined, robot);

  // Tokens.
  const token = await say<{ id: string; path: string }>('POST', '/api/tokens', {
    note: 'bookmark',
    owner: 'Ada',
  });
  await say('PATCH', `/api/tokens/${token.id}`, { answer: 'redirect' });
  const answer = { answer: 'redirect', redirect_url: 'https://intranet.example.org' };
  await say('PATCH', `/api/tokens/${token.id}`, { ...answer, version: 1 });
  await say('PATCH', `/api/tokens/${token.id}`, { ...answer, version: 1 });
  await say('POST', `/api/tokens/${token.id}/test`);
  await say('PATCH', `/api/tokens/${token.id}`, { answer: 'page' });
  await say('GET', token.path, undefined, { 'user-agent': 'walker' });
  await sent();
  await list('/api/incidents?limit=1');
  await say('GET', '/api/tokens');
  await say('GET', `/api/tokens/${token.id}`);
  await say('PATCH', `/api/tokens/${token.id}`, { enabled: false });
  await say('GET', token.path, undefined, {});
  await say('DELETE', `/api/tokens/${token.id}`);

  await walkBeside(say, { owner, stranger, end: iso(3_600_000) });

  // Nobody else sees any of it.
  for (const path of [
    url,
    `${url}/history`,
    `/api/alerts/${alert}`,
    `/api/channels/${hook.id}`,
    `/api/deliveries/${messages[0]?.delivery_id}`,
  ])
    await say('GET', path, undefined, stranger.headers);
  for (const path of [
    '/api/incidents',
    '/api/deliveries',
    '/api/suppressions',
    '/api/tuning',
    '/api/blocked-ips',
    '/api/attackers',
    '/api/sessions',
    '/api/events?q=risk%3E0',
    '/api/activity',
    '/api/top',
    '/api/techniques',
    '/api/vulnerabilities',
  ])
    await say('GET', path, undefined, stranger.headers);
  await say('DELETE', `/api/channels/${hook.id}`, undefined, stranger.headers);
  await say('PATCH', url, { status: 'resolved' }, stranger.headers);

  await say('GET', '/api/stats');
  // Ids as names of counters are not masked: sums by node are looked at in test/api.
  for (const by of ['type', 'service', 'country', 'exposure', 'technique'])
    await say('GET', `/api/activity?by=${by}&bucket=day`);
  for (const about of ['top', 'techniques', 'vulnerabilities', 'about']) await say('GET', `/api/${about}`);
  await say('GET', '/api/events/query-fields');
  const [event] = await list(
    `/api/events?limit=5&q=${encodeURIComponent('source:203.0.113.56/29 risk>=5 user:root')}`,
  );
  await walkRaw(say, String(event?.log_id), stranger);
  await say('GET', '/api/events?q=risk:high');
  await say('GET', '/api/audit?limit=1000&to=2100-01-01T00:00:00Z');
  await say('GET', '/api/audit/export');
  await say('GET', '/api/audit/export?format=csv');
  return { steps, met };
}
