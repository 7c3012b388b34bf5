/**
 * Ten situations that people are told of: what happens is sent to a real server as sensors, agents and the holder of a token
 * send it, and the notices are those that it makes. docs/messages shows what each channel makes of them.
 */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { createAssetFinders } from '../../../src/cases/assets.ts';
import { watchSilence } from '../../../src/cases/silent-nodes.ts';
import type { Notice } from '../../../src/core/channel.ts';
import { createNotifications } from '../../../src/server/notifications.ts';
import { toMmdb } from '../../geo/mmdb.ts';
import { openTestServer, type TestNode, type TestServer, type TestUser } from '../server.ts';
import { answer, openReceiver, type Receiver } from './receiver.ts';

/** 03:00 in Paris. */
const startMs = Date.parse('2026-11-24T02:00:00.000Z');
const minuteMs = 60_000;
const base = 'https://decoyverse.example.com';
const host = 'decoyverse.example.com';
const linkTo = (id: string): string => `${base}/console/incidents/${id}`;

interface World {
  server: TestServer;
  user: TestUser;
  receiver: Receiver;
  nodes: Readonly<Record<'gate' | 'second' | 'share' | 'agent', TestNode>>;
  createNode(name: string, label: string): Promise<TestNode>;
  clock(): number;
  turn(ms: number): void;
  call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  send(node: TestNode, events: readonly object[]): Promise<void>;
  close(): Promise<void>;
}

const iso = (ms: number): string => new Date(ms).toISOString();
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** Networks of the internet with owners that there are not: documentation's own lie in no country. */
function writePlaces(folder: string): Record<string, string> {
  const [country, asn] = [join(folder, 'country.mmdb'), join(folder, 'asn.mmdb')];
  writeFileSync(
    country,
    toMmdb({
      '45.0.0.0/8': { country: { iso_code: 'NL' } },
      '91.0.0.0/8': { country: { iso_code: 'DE' } },
    }),
  );
  const owner = (number: number, name: string) => ({
    autonomous_system_number: number,
    autonomous_system_organization: name,
  });
  writeFileSync(
    asn,
    toMmdb({
      '45.0.0.0/8': owner(64_500, 'Example Hosting'),
      '91.0.0.0/8': owner(64_501, 'Example Telecom'),
    }),
  );
  return { GEO_COUNTRY_FILE: country, GEO_ASN_FILE: asn };
}

async function openWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-situations-'));
  let nowMs = startMs;
  const receiver = await openReceiver(answer(200));
  const server = await openTestServer({
    env: {
      PUBLIC_URL: base,
      NOTIFY_ALLOW_PRIVATE: '127.0.0.1',
      TRUST_PROXY: '127.0.0.1',
      ...writePlaces(folder),
    },
    overrides: { clock: () => nowMs },
  });
  const user = await server.createUser('ada@example.org');
  const call: World['call'] = async (method, path, body) => {
    const { status, body: said } = await server.call(method, path, { headers: user.headers, body });
    assert.equal(status, 200, `${method} ${path}: ${JSON.stringify(said)}`);
    return said;
  };
  await call('PATCH', '/api/alert-settings', { timezone: 'Europe/Paris' });
  await call('PUT', '/api/assets', {
    name: 'Lyon',
    entries: [
      {
        network: '10.0.3.17',
        name: 'pc-reception',
        owner: 'M. Jones',
        role: 'workstation',
        location: 'Lyon, ground floor',
      },
      { network: '10.0.3.44', name: 'printer-2', owner: 'IT Lyon', role: 'printer' },
    ],
  });
  const { id: group_id } = await call('POST', '/api/groups', { name: 'Lyon' });
  const createNode: World['createNode'] = async (name, label) => {
    const node = await server.createNode(user, name);
    await call('PATCH', `/nodes/${node.id}`, { labels: [label], group_id });
    return node;
  };
  const nodes = {
    gate: await createNode('ssh-dmz-1', 'rack 3'),
    second: await createNode('ssh-dmz-2', 'rack 4'),
    share: await createNode('files-lyon', 'room 12'),
    agent: await createNode('ws-17', 'accounting'),
  };
  const settings = { url: `${receiver.url}/hook`, secret };
  await call('POST', '/api/channels', { name: 'SOC', channel: 'webhook', settings });
  return {
    server,
    user,
    receiver,
    nodes,
    createNode,
    call,
    clock: () => nowMs,
    turn(ms) {
      nowMs += ms;
    },
    async send(node, events) {
      const sent = await server.call('POST', '/api/events', { headers: node.headers, body: events });
      assert.equal(sent.status, 200, JSON.stringify(sent.body));
      assert.equal(sent.body.rejected, 0, JSON.stringify(sent.body).slice(0, 500));
    },
    async close() {
      await server.close();
      await receiver.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** All notices so far, oldest first. */
async function noticesOf({ server, user }: Pick<World, 'server' | 'user'>): Promise<Notice[]> {
  const { items } = await server.store.of(user.id).deliveries({}, { limit: 1000 });
  return items.map(({ notice }) => notice).reverse();
}

const login = (source_ip: string, atMs: number, username: string, password: string, succeeded = false) => ({
  service: 'ssh',
  source_ip,
  activity: succeeded ? 'login succeeded' : 'login failed',
  payload: `${username}:${password}`,
  timestamp: iso(atMs),
  extra: { session: `session ${source_ip}`, username, password },
});

async function guess(world: World): Promise<void> {
  const { nodes, clock } = world;
  const at = clock();
  // They are sent when all have happened: a clock that is ahead would be told of as well.
  world.turn(7 * minuteMs);
  const names = ['root', 'admin', 'root', 'oracle', 'root'];
  await world.send(
    nodes.gate,
    Array.from({ length: 212 }, (_, n) =>
      login('45.9.148.3', at + n * 1800, names[n % 5]!, `Winter${2000 + n}!`),
    ),
  );
}

async function succeed(world: World): Promise<void> {
  await world.send(world.nodes.second, [
    login('45.9.148.3', world.clock(), 'anna.smith', 'Summer2026!', true),
  ]);
}

async function useToken(world: World): Promise<void> {
  const made = await world.call('POST', '/api/tokens', { note: 'VPN bookmark of the board' });
  const headers = {
    host,
    'x-forwarded-for': '91.240.118.23',
    'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
  };
  const asked = request(`${world.server.address}${String(made.path)}`, { headers }).end();
  const [said] = await once(asked, 'response');
  said.resume();
  await once(said, 'end');
}

const openFile = (world: World): Promise<void> =>
  world.send(world.nodes.share, [
    {
      service: 'smb',
      source_ip: '10.0.3.17',
      activity: 'file opened',
      payload: '\\\\files-lyon\\finance\\payroll-2026.xlsx',
      timestamp: iso(world.clock()),
      extra: { session: 'smb 10.0.3.17', username: 'CORP\\m.jones' },
    },
  ]);

const decoy = (atMs: number, hostname: string, change: object) => ({
  timestamp: iso(atMs),
  hostname,
  username: 'j.doe',
  file_accessed: 'passwords.xlsx',
  file_path: 'C:\\Users\\j.doe\\Documents\\passwords.xlsx',
  action: 'ACCESSED',
  severity: 'CRITICAL',
  alert_type: 'decoy_access',
  process_name: 'powershell.exe',
  ...change,
});

const openDecoyOn = (world: World, hostname: string): Promise<void> =>
  world.send(world.nodes.agent, [decoy(world.clock(), hostname, {})]);
const openDecoy = (world: World): Promise<void> => openDecoyOn(world, 'WS-17');

const encrypt = (world: World): Promise<void> =>
  world.send(
    world.nodes.agent,
    Array.from({ length: 48 }, (_, n) =>
      decoy(world.clock() + n * 400, 'WS-22', {
        username: 'svc-backup',
        file_accessed: `contract-${n}.docx`,
        file_path: `D:\\Share\\contract-${n}.docx`,
        action: 'MODIFIED',
        process_name: 'enc.exe',
      }),
    ),
  );

async function scan(world: World): Promise<void> {
  const { nodes, clock } = world;
  const ports = [21, 22, 23, 80, 139, 443, 445, 1433, 3306, 3389, 5432, 5900, 6379, 8080, 9200];
  const all = [nodes.gate, nodes.second, nodes.share];
  for (const [at, node] of all.entries())
    await world.send(
      node,
      ports.map((port, n) => ({
        service: 'portscan',
        source_ip: '10.0.3.44',
        activity: 'port scan',
        payload: '',
        timestamp: iso(clock() + at * 20_000 + n * 500),
        extra: { dst_port: port },
      })),
    );
}

async function wave(world: World): Promise<void> {
  const { nodes } = world;
  for (let n = 0; n < 160; n++) {
    const at = world.clock();
    const source = n % 2 ? `45.9.148.${20 + n}` : `91.240.118.${20 + n}`;
    await world.send(
      n % 3 ? nodes.gate : nodes.second,
      [0, 1, 2, 3, 4, 5].map((k) => login(source, at + k * 200, 'root', `guess-${n}-${k}`)),
    );
    world.turn(3000);
  }
}

async function fallSilent(world: World): Promise<void> {
  const { server, clock } = world;
  const node = await world.createNode('backup-lyon', 'room 12');
  for (let n = 0; n < 24; n++) {
    world.turn(5 * minuteMs);
    await server.store.touchNodes([{ node_id: node.id, at: iso(clock()) }]);
  }
  world.turn(20 * minuteMs);
  const { store, config } = server;
  const log = pino({ level: 'silent' });
  const { toDeliveries } = createNotifications({ store, config, linkTo, pageLink: linkTo, log, clock });
  const sha256 = (text: string): string => hash('sha256', text);
  await watchSilence({ store, toDeliveries, linkTo, clock, sinceMs: 0, sha256 });
}

async function failChannel(world: World): Promise<void> {
  const gone = await openReceiver(answer(401, '{"status":"unauthorized"}'));
  try {
    const settings = { url: gone.url, routing_key: 'R0123456789abcdef0123456789abcde' };
    await world.call('POST', '/api/channels', { name: 'SOC on call', channel: 'pagerduty', settings });
    await openDecoyOn(world, 'WS-31');
    for (let n = 0; n < 500 && !(await noticesOf(world)).some(({ about }) => about === 'channel'); n++) {
      world.turn(2000);
      world.server.deliverer.wake();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } finally {
    await gone.close();
  }
}

/** Attempts are spread by chance, and with them the moment at which a channel counts as failing. */
const atFixedTime = (notice: Notice | undefined): Notice | undefined =>
  notice && { ...notice, first_seen: '2026-11-24T09:10:00.000Z', last_seen: '2026-11-24T09:10:00.000Z' };

const situationsOf: readonly (readonly [
  name: string,
  act: (world: World) => Promise<void>,
  find: (made: readonly Notice[]) => Notice | undefined,
])[] = [
  ['Guessing', guess, (made) => made.at(0)],
  ['A success after it', succeed, (made) => made.at(-1)],
  ['A token', useToken, (made) => made.at(-1)],
  ['A file on a share', openFile, (made) => made.at(-1)],
  ["An agent's file", openDecoy, (made) => made.at(-1)],
  ["Ransomware's burst", encrypt, (made) => made.at(-1)],
  ['A scan', scan, (made) => made.at(-1)],
  ['A wave', wave, (made) => made.at(-1)],
  ['A silent node', fallSilent, (made) => made.find(({ node_name }) => node_name === 'backup-lyon')],
  ['A failing channel', failChannel, (made) => atFixedTime(made.find(({ about }) => about === 'channel'))],
];

/** Ids are new at each run; those in the documents are not. */
function withFixedIds(notice: Notice): Notice {
  const text = JSON.stringify(notice)
    .replaceAll(/\b(inc|wave|node)-[0-9a-f]{16}\b/g, '$1-0011223344556677')
    .replaceAll(/\b(ALERT|AGENT)-(\d+)-[0-9A-F]{12}\b/g, '$1-$2-0A1B2C3D4E5F')
    .replaceAll(/\b(channel-ch|token)-[0-9a-f]{24}\b/g, '$1-00112233445566778899aabb');
  return JSON.parse(text) as Notice;
}

let made: Promise<[name: string, notice: Notice][]> | null = null;

async function make(): Promise<[string, Notice][]> {
  const world = await openWorld();
  try {
    const found: [string, Notice][] = [];
    const whose = await createAssetFinders(world.server.store)(world.user.id);
    let seen = 0;
    for (const [name, act, find] of situationsOf) {
      await act(world);
      const all = await noticesOf(world);
      const notice = find(all.slice(seen)) ?? assert.fail(`nobody is told of: ${name}`);
      seen = all.length;
      const acknowledge = `${base}/acknowledge#WyJ1c2VyLTEiXQ.c2lnbmF0dXJl`;
      const canBeAcknowledged = !['wave', 'channel_failing'].includes(notice.occasion);
      const asset = notice.about === undefined ? whose(notice.source_ip) : null;
      found.push([name, { ...withFixedIds(notice), asset, ...(canBeAcknowledged ? { acknowledge } : {}) }]);
      world.turn(30 * minuteMs);
    }
    return found;
  } finally {
    await world.close();
  }
}

/** In the order of the page; made once. */
export const situations = (): Promise<[name: string, notice: Notice][]> => (made ??= make());
