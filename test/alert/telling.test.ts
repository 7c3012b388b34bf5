import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stageOf } from '../../src/core/attack-catalogue.ts';
import { type ChannelConfig, meetsFilter, type Notice } from '../../src/core/channel.ts';
import type { StoredEvent } from '../../src/core/event.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { at, channel, createTenantSim, event, type TenantSim } from '../support/tenant-sim.ts';

const minute = 60_000;

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((one, at) =>
    permutations([...list.slice(0, at), ...list.slice(at + 1)]).map((rest) => [one, ...rest]),
  );
}

interface Act {
  node: string;
  service: string;
  type: Verdict['attack_type'];
  risk: number;
}
/** Three nodes, four services, three levels of risk. */
const acts: readonly Act[] = [
  { node: 'node-a', service: 'ssh', type: 'BruteForce', risk: 8 },
  { node: 'node-b', service: 'http', type: 'SqlInjection', risk: 8 },
  { node: 'node-c', service: 'smb', type: 'BruteForce', risk: 9 },
  { node: 'node-a', service: 'ftp', type: 'BruteForce', risk: 10 },
  { node: 'node-b', service: 'ssh', type: 'CredentialAccess', risk: 9 },
  { node: 'node-c', service: 'http', type: 'Recon', risk: 8 },
];
const night = { from: '00:00', to: '12:00', timezone: 'UTC', override_risk: 11 };
const twelve: readonly ChannelConfig[] = [
  ...['node-a', 'node-b', 'node-c'].map((node) => channel(node, { filter: { nodes: [node, 'node-x'] } })),
  ...['ssh', 'HTTP', 'smb', 'ftp'].map((service) => channel(service, { filter: { services: [service] } })),
  channel('sql', { filter: { attack_types: ['SqlInjection'] } }),
  channel('in', { filter: { attack_types: ['CredentialAccess'], min_risk: 9 } }),
  channel('nine', { filter: { min_risk: 9 } }),
  channel('ten', { filter: { min_risk: 10 } }),
  channel('quiet', { quiet_hours: night }),
];
const never: readonly ChannelConfig[] = [
  channel('other-node', { filter: { nodes: ['node-x'] } }),
  channel('other-service', { filter: { nodes: ['node-a'], services: ['rdp'] } }),
  channel('off', { enabled: false }),
];

/** Each act a minute after the one before; what each channel was sent at each of them. */
function play(order: readonly Act[]): { world: TenantSim; sent: Map<string, Notice>[] } {
  const world = createTenantSim({ notificationBudget: 10 }, [...twelve, ...never]);
  const sent = order.map(({ node, service, type, risk }, n) => {
    const before = world.deliveries.length;
    const kind: StoredEvent['kind'] = type === 'CredentialAccess' ? 'login.succeeded' : 'login.failed';
    world.feed([event({ ms: n * minute, type, risk }, { node_id: node, service, kind })]);
    const made = world.deliveries.slice(before);
    assert.equal(new Set(made.map((one) => one.channel_id)).size, made.length, 'one message per channel');
    return new Map(made.map((one) => [one.channel_id, one.notice]));
  });
  return { world, sent };
}

describe('an incident that moves over three nodes, four services and three levels', () => {
  it('tells each of twelve channels once for what it asked, in every order, and nothing else', () => {
    for (const order of permutations(acts)) {
      const { world, sent } = play(order);
      assert.equal(world.incidents.size, 1);
      assert.equal(new Set(world.deliveries.map((one) => one.delivery_id)).size, world.deliveries.length);
      for (const { id, filter } of twelve) {
        const meets = (some: readonly Act[]): boolean =>
          meetsFilter(filter, {
            nodes: some.map(({ node }) => node),
            services: some.map(({ service }) => service),
            attack_types: some.map(({ type }) => type),
            risk_score: Math.max(...some.map(({ risk }) => risk)),
          });
        const first = order.findIndex((_, n) => meets(order.slice(0, n + 1)));
        const toldRisks: number[] = [];
        for (const [n, act] of order.entries()) {
          const earlier = order.slice(0, n);
          const notice = sent[n]?.get(id);
          const label = `${id} at ${n} of ${order.map((a) => `${a.node}/${a.service}/${a.risk}`).join(' ')}`;
          if (n < first) assert.equal(notice, undefined, label);
          if (n === first) assert.equal(notice?.occasion, 'opened', label);
          if (n > first) {
            const isLater = stageOf(act.type) > Math.max(...earlier.map(({ type }) => stageOf(type)));
            const isRiskier = act.risk >= Math.max(...toldRisks) + 2;
            const asked = meetsFilter(filter, {
              nodes: [act.node],
              services: [act.service],
              attack_types: [act.type],
              risk_score: 10,
            });
            const isElsewhere = asked && !earlier.some(({ node }) => node === act.node);
            const isNews = isLater || isRiskier || isElsewhere;
            assert.equal(notice?.occasion, isNews ? 'worse' : undefined, label);
          }
          if (!notice) continue;
          toldRisks.push(notice.risk_score);
          assert.equal(notice.node_id, act.node, label);
          assert.equal(notice.node_name, `name of ${act.node}`, label);
          assert.equal(notice.service, act.service, label);
          assert.equal(notice.attack_type, act.type, label);
          assert.match(notice.title, new RegExp(`${act.service} of name of ${act.node}$`), label);
          assert.equal(/signed in/.test(notice.title), act.type === 'CredentialAccess', label);
          assert.equal(notice.risk_score, Math.max(...order.slice(0, n + 1).map(({ risk }) => risk)), label);
        }
      }
      for (const { id } of never) assert.ok(!world.deliveries.some((one) => one.channel_id === id));
    }
  });

  it('waits for the end of quiet hours where a channel has them', () => {
    const { world } = play(acts);
    const due = (id: string) => world.deliveries.find((one) => one.channel_id === id)?.next_at_ms;
    assert.equal(due('quiet'), Date.parse('2026-11-24T12:00:00.000Z'));
    assert.equal(due('node-a'), Date.parse(at(0)));
  });
});

describe('an incident', () => {
  it('that began elsewhere and then uses a token tells the channel of that node', () => {
    const world = createTenantSim({}, [channel('all'), channel('b', { filter: { nodes: ['node-b'] } })]);
    world.feed([event({})]);
    world.feed([event({ ms: 1 }, { node_id: 'node-b', kind: 'token.hit' })]);
    assert.deepEqual(
      world.deliveries.map((one) => [one.channel_id, one.occasion]),
      [
        ['all', 'opened'],
        ['all', 'worse'],
        ['b', 'opened'],
      ],
    );
  });

  it('tells every use of a token, up to a limit', () => {
    const world = createTenantSim();
    for (let n = 0; n < 30; n++)
      world.feed([event({ ms: n, type: 'HoneytokenAccess', risk: 10 }, { kind: 'token.hit' })]);
    assert.deepEqual(
      world.notices.slice(0, 10).map(({ occasion }) => occasion),
      ['opened', ...new Array<string>(9).fill('worse')],
    );
    assert.deepEqual(
      world.notices.slice(10).map(({ occasion }) => occasion),
      ['throttled'],
    );
    assert.match(world.notices[1]?.reasons[0] ?? '', /planted token/);
  });

  it('tells of a further node, decoy and user, but not without end', () => {
    const world = createTenantSim();
    for (let n = 0; n < 200; n++) world.feed([event({ ms: n }, { node_id: `node-${n}` })]);
    const occasions = world.notices.map(({ occasion }) => occasion);
    assert.deepEqual(occasions, ['opened', 'worse', 'worse', 'worse', 'worse', 'throttled']);
    const [incident] = [...world.incidents.values()];
    assert.equal(incident?.touched.nodes.length, 64);
    assert.equal(incident?.touched.unlisted, 136);
  });

  it('marks an alert as notified only where a message was made', () => {
    const filtered = createTenantSim({}, [channel('b', { filter: { nodes: ['node-b'] } })]);
    filtered.feed([event({})]);
    assert.deepEqual(
      [...filtered.alerts.values()].map(({ notified }) => notified),
      [false],
    );
    assert.equal([...filtered.incidents.values()][0]?.notifications, 0);
    const none = createTenantSim({}, []);
    none.feed([event({})]);
    assert.equal([...none.alerts.values()][0]?.notified, false);
    const all = createTenantSim();
    all.feed([event({})]);
    assert.equal([...all.alerts.values()][0]?.notified, true);
  });

  it('of an older version is known to all channels that could have been told', () => {
    const world = createTenantSim({}, [channel('all'), channel('two')]);
    world.feed([event({})]);
    const [incident] = [...world.incidents.values()];
    Object.assign(incident!, {
      notified_channels: {},
      active_at: '',
      touched: { ...incident!.touched, nodes: [], services: [], attack_types: [] },
    });
    world.feed([event({ ms: 1 })]);
    assert.equal(world.deliveries.length, 2, 'nothing new');
    world.feed([event({ ms: 2, risk: 10 })]);
    world.feed([event({ ms: 3 }, { node_id: 'node-2' })]);
    assert.deepEqual(
      world.deliveries.slice(2).map((one) => [one.channel_id, one.occasion]),
      [
        ['all', 'worse'],
        ['two', 'worse'],
        ['all', 'worse'],
        ['two', 'worse'],
      ],
    );
  });
});

describe('a title', () => {
  it('says only what happened', () => {
    const titleOf = (told: Parameters<typeof event>[0], change: Partial<StoredEvent> = {}): string => {
      const world = createTenantSim();
      world.feed([event(told, change)]);
      return world.notices[0]?.title ?? '';
    };
    assert.equal(titleOf({}), '203.0.113.9 tried to sign in to ssh of name of node-1');
    assert.match(
      titleOf({ type: 'CredentialAccess' }, { kind: 'payload.received' }),
      /went after credentials/,
    );
    assert.match(titleOf({ type: 'CredentialAccess' }, { kind: 'login.succeeded' }), /signed in to ssh/);
    const counted = event({});
    counted.verdict!.evidence = [{ reason: 0, field: 'history', text: '212 failed logins' }];
    const world = createTenantSim();
    world.feed([counted]);
    assert.match(world.notices[0]?.title ?? '', /is guessing passwords on ssh/);
  });

  it('and the advice are those of a file where no more was done than touching one', () => {
    const tell = (told: Parameters<typeof event>[0], changes: Partial<StoredEvent>[]) => {
      const world = createTenantSim();
      for (const [n, change] of changes.entries()) world.feed([event({ ...told, ms: n }, change)]);
      const { title = '', advice = '' } = world.notices.at(-1) ?? {};
      return { title, advice };
    };
    const opened = {
      kind: 'file.opened',
      service: 'smb',
      payload: '\\\\nas\\finance\\payroll.xlsx',
    } as const;
    const shared = tell({ type: 'HoneytokenAccess' }, [opened]);
    assert.equal(shared.title, '203.0.113.9 opened the decoy payroll.xlsx on smb of name of node-1');
    assert.match(shared.advice, /this address and with this account/);
    const unnamed = tell({ type: 'DataExfil' }, [{ ...opened, kind: 'file.copied', payload: '' }]);
    assert.equal(unnamed.title, '203.0.113.9 copied a decoy file on smb of name of node-1');
    // An attack on the sensor stays one, whatever file it names.
    const attack = tell({ type: 'PathTraversal' }, [{ ...opened, payload: '../../etc/passwd' }]);
    assert.match(attack.title, /tried to read files outside/);
    assert.doesNotMatch(attack.advice, /this account/);
    const agent = (file: string): Partial<StoredEvent> => ({
      kind: 'file.changed',
      service: 'endpoint_agent',
      source_ip: 'WS-22',
      agent: {
        hostname: 'WS-22',
        username: 'svc',
        file_accessed: file,
        action: 'MODIFIED',
        file_path: `D:\\${file}`,
        severity: 'CRITICAL',
        alert_type: 'decoy_access',
      },
    });
    const burst = tell({ type: 'HoneytokenAccess' }, [agent('a.docx'), agent('b.docx'), agent('c.docx')]);
    assert.equal(burst.title, 'svc changed the decoy c.docx on WS-22, after 2 other decoys');
    assert.match(burst.advice, /isolate it/);
    const scanned = tell({ type: 'Recon' }, [{ kind: 'port.scanned', service: 'portscan', payload: '' }]);
    assert.equal(scanned.title, '203.0.113.9 scanned ports of name of node-1');
    const token = tell({ type: 'HoneytokenAccess' }, [{ kind: 'token.hit', extra: { note: 'mail' } }]);
    assert.match(token.advice, /The token left its place/);
  });
});
