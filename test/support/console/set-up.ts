/** What people set up, for the pages that show it: with names that would like to be more than text where a test wants that. */
import assert from 'node:assert/strict';
import { hostilePayloads } from './events.ts';
import { hostileTexts } from './hostile-payloads.ts';
import type { ConsoleLab } from './open.ts';

export const plainNames: readonly string[] = [
  'Night shift',
  'Backup host',
  'Edge firewall',
  'Branch office Köln',
];
/** Of at most 100 characters, as names may have. */
export const hostileNames: readonly string[] = hostilePayloads
  .map((payload) => [...payload].slice(0, 90).join(''))
  .filter((name) => name.trim() !== '');

/** All two hundred payloads, several in a name, since of digests and feeds there may be fifty. */
export const packedHostileNames: readonly string[] = hostileTexts
  .reduce<string[]>((names, text) => {
    const part = [...text].slice(0, 90).join('');
    const last = names.at(-1);
    if (last !== undefined && last.length + part.length < 99) names[names.length - 1] = `${last} ${part}`;
    else names.push(part);
    return names;
  }, [])
  .filter((name) => name.trim() !== '');

/** What the test server needs to be allowed to send to a receiver beside it. */
export const receiverEnv = { NOTIFY_ALLOW_PRIVATE: '127.0.0.0/8' };
export const signingSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/**
 * Nodes, groups, decoys, channels, suppressions, known scanners, mappings, digests, assets, ingest problems, blocks, feeds and keys: one of each for every name. Of the channels only the
 * first sends, to `receiver`, and is sent an incident.
 */
export async function fillSetUp(
  { server, user, node, send }: ConsoleLab,
  names: readonly string[],
  receiver: string,
): Promise<void> {
  const patch = async (path: string, body: unknown): Promise<void> => {
    const answer = await server.call('PATCH', path, { headers: user.headers, body });
    assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body).slice(0, 400)}`);
  };
  const post = async (
    path: string,
    body: unknown,
    headers: Record<string, string> = user.headers,
  ): Promise<Record<string, unknown>> => {
    const answer = await server.call('POST', path, { headers, body });
    assert.equal(answer.status, 200, `${path}: ${JSON.stringify(answer.body).slice(0, 400)}`);
    return answer.body;
  };
  await post('/api/agent/register', { hostname: names[0], os: names[1] ?? 'linux' }, node.headers);
  await post(
    '/api/agent/register-decoys',
    names.map((name, at) => ({
      file_name: name,
      file_path: `/srv/${at}/${name}`,
      type: name.slice(0, 50),
      note: name,
    })),
    node.headers,
  );
  await post(
    '/api/agent-alert',
    {
      timestamp: new Date().toISOString(),
      hostname: names[0],
      username: 'eve',
      file_accessed: names[0],
      file_path: `/srv/0/${names[0]}`,
      action: 'ACCESSED',
      severity: 'HIGH',
      alert_type: 'decoy',
    },
    node.headers,
  );
  // Of sources of assets there may be twenty.
  const perSource = Math.ceil(names.length / 20);
  for (const [at, name] of names.entries()) {
    const made = await post('/nodes', { name, os_type: at % 2 === 0 ? name.slice(0, 50) : null });
    await post('/api/channels', {
      name,
      channel: 'webhook',
      enabled: at === 0,
      settings: { url: `${receiver}/${at}`, secret: signingSecret },
      filter: at === 0 ? {} : { min_risk: at % 10, services: [name] },
      quiet_hours: { from: '22:00', to: '07:00', timezone: 'Europe/Berlin', override_risk: 0 },
    });
    await post('/api/suppressions', {
      name,
      note: name,
      condition: {
        services: [name.slice(0, 50)],
        users: [name],
        text: name,
        time_of_day: { from: 60, until: 300 },
      },
      expires_at: new Date(Date.now() + 86_400_000 * (at + 1)).toISOString(),
    });
    await post('/api/block-ip', { ip_address: `203.0.113.${at + 100}`, note: name, minutes: 60 * (at + 1) });
    const group = await post('/api/groups', {
      name,
      description: name,
      exposure: 'internal',
      threshold: 5,
      window_minutes: 90,
      silence_minutes: 60,
      maintenance: [{ from: '2030-01-01T00:00:00Z', to: '2030-01-02T00:00:00Z', note: name }],
    });
    await patch(`/nodes/${made.node_id}`, { group_id: group.id, labels: [name.slice(0, 50)] });
    await post('/api/known-scanners', {
      name,
      owner: name,
      networks: [`198.51.100.${at + 1}`],
      services: [name.slice(0, 50)],
      may: ['connect', 'probes'],
      hours: { from: '22:00', to: '06:00', timezone: 'Europe/Paris', weekdays: ['sat', 'sun'] },
    });
    // Of mappings there may be twenty.
    if (at < 20)
      await post('/api/mappings', {
        name: name.slice(0, 50),
        when: { [name.slice(0, 40)]: name, v: [2, null] },
        fields: { service: 'ssh', source_ip: '{peer.ip|client}' },
        skip: [{ event: name }],
        events: [
          { when: { event: name }, kind: 'login.failed', fields: { username: '{user}' } },
          { kind: 'connection.opened' },
        ],
      });
    await post('/api/digests', { name, every: 'day', at: '08:00', timezone: 'Europe/Berlin' });
    if (at % perSource === 0) {
      const entries = names.slice(at, at + perSource).map((one, n) => ({
        network: `10.0.0.${at + n + 1}`,
        name: one.slice(0, 50),
        owner: one,
      }));
      const body = { name, entries };
      const put = await server.call('PUT', '/api/assets', { headers: user.headers, body });
      assert.equal(put.status, 200, JSON.stringify(put.body).slice(0, 400));
    }
    await server.call('POST', '/ingest/opencanary', { headers: node.headers, body: name });
    await post('/api/block-feeds', { name });
    await post('/api/keys', { name, scopes: ['read'] });
  }
  await send(
    names.map((name, at) => ({
      event_id: `set-up-${at}`,
      timestamp: new Date().toISOString(),
      service: 'http',
      source_ip: `192.0.2.${at + 1}`,
      activity: 'request',
      payload: `GET /?q=${name}' UNION SELECT password FROM users-- HTTP/1.1`,
    })),
  );
}
