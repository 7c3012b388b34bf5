import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { subscribes, subscriptions } from '../../src/core/subscription.ts';
import { channel, createTenantSim, event, type TenantSim } from '../support/tenant-sim.ts';

const minute = 60_000;
const told = (world: TenantSim, id: string): string[] =>
  world.deliveries.filter(({ channel_id }) => channel_id === id).map(({ occasion }) => occasion);

describe('what a channel subscribes to', () => {
  it('is the usual where it names nothing, as it was before there were kinds', () => {
    const usual = (kind: string): string[] =>
      (
        [
          'opened',
          'worse',
          'reminded',
          'throttled',
          'escalated',
          'wave',
          'acknowledged',
          'resolved',
          'reopened',
          'digest',
        ] as const
      ).filter((occasion) => subscribes({ channel: kind }, { occasion }));
    assert.deepEqual(usual('slack'), ['opened', 'worse', 'reminded', 'throttled', 'escalated', 'wave']);
    assert.ok(usual('pagerduty').includes('resolved'));
    assert.ok(!usual('opsgenie').includes('digest'));
    for (const events of [[], ['digest']] as const)
      assert.ok(subscribes({ channel: 'slack', events }, { occasion: 'test' }), 'a test always arrives');
    assert.deepEqual(
      subscriptions.filter(
        (kind) => !subscribes({ channel: 'slack', events: subscriptions }, toNotice(kind)),
      ),
      [],
    );
  });

  it('tells of a node by a person or by itself', () => {
    const back = { channel: 'slack', events: ['node_back'] as const };
    assert.ok(subscribes(back, { occasion: 'resolved', about: 'node' }));
    assert.ok(!subscribes(back, { occasion: 'resolved', about: 'node', by: 'ada@example.org' }));
    assert.ok(!subscribes(back, { occasion: 'resolved' }));
  });

  it('decides which messages of an incident it gets', () => {
    const world = createTenantSim({}, [
      channel('all'),
      channel('openings', { events: ['opened'] }),
      channel('worse', { events: ['worse'] }),
      channel('escalations', { events: ['escalated'] }),
    ]);
    world.feed([event({ risk: 8 })]);
    world.feed([event({ ms: minute, risk: 9, type: 'CredentialAccess' }, { kind: 'login.succeeded' })]);
    assert.deepEqual(told(world, 'all'), ['opened', 'worse']);
    assert.deepEqual(told(world, 'openings'), ['opened']);
    assert.deepEqual(told(world, 'worse'), ['worse'], 'what it was not told counts as known');
    assert.deepEqual(told(world, 'escalations'), []);
    const [incident] = [...world.incidents.values()];
    assert.deepEqual(Object.keys(incident?.notified_channels ?? {}).sort(), [
      'all',
      'escalations',
      'openings',
      'worse',
    ]);
  });

  it('folds nothing away from a channel without waves, and only waves for one of them', () => {
    const world = createTenantSim(
      {},
      [channel('singly', { events: ['opened'] }), channel('waves', { events: ['wave'] })],
      { singles: 3, spanMs: 10 * minute, kinds: 100 },
    );
    for (let n = 1; n <= 12; n++)
      world.feed([event({ ms: n * 1000, risk: 8 }, { source_ip: `203.0.113.${n}` })]);
    assert.equal(told(world, 'singly').length, 12);
    assert.deepEqual(new Set(told(world, 'waves')), new Set(['wave']));
  });
});

function toNotice(kind: (typeof subscriptions)[number]): Parameters<typeof subscribes>[1] {
  if (kind === 'node_silent') return { occasion: 'opened', about: 'node' };
  if (kind === 'node_back') return { occasion: 'resolved', about: 'node' };
  return { occasion: kind };
}

describe('the key steps of an incident', () => {
  it('are its first, each that made it worse, and each new way in', () => {
    const world = createTenantSim({ threshold: 3 });
    const login = (
      ms: number,
      kind: 'login.failed' | 'login.succeeded',
      username: string,
      risk = 8,
    ): void => {
      const type = kind === 'login.failed' ? 'BruteForce' : 'CredentialAccess';
      world.feed([event({ ms, risk, type }, { kind, extra: { username, password: 'x' } })]);
    };
    for (let n = 0; n < 50; n++) login(n * 100, 'login.failed', `user-${n}`);
    login(6000, 'login.succeeded', 'anna.smith', 9);
    login(7000, 'login.succeeded', 'anna.smith', 9);
    login(8000, 'login.succeeded', 'bob', 9);
    const [incident] = [...world.incidents.values()];
    assert.deepEqual(
      incident?.key_steps.map(({ kind, account }) => `${kind} ${account}`),
      ['login.failed user-0', 'login.succeeded anna.smith', 'login.succeeded bob'],
    );
    const worse = world.notices.find(({ occasion }) => occasion === 'worse');
    assert.equal(worse?.facts?.account, 'anna.smith');
    assert.equal(worse?.facts?.attempts, incident === undefined ? 0 : 51);
  });

  it('are at most sixteen, whoever may sign in everywhere', () => {
    const world = createTenantSim();
    for (let n = 0; n < 200; n++)
      world.feed([
        event(
          { ms: n * 100, risk: 8, type: 'CredentialAccess' },
          { kind: 'login.succeeded', extra: { username: `user-${n}` } },
        ),
      ]);
    world.feed([event({ ms: 30_000, risk: 10, type: 'MalwareDeployment' }, { kind: 'command.run' })]);
    const [incident] = [...world.incidents.values()];
    assert.equal(incident?.key_steps.length, 16);
    assert.equal(incident?.key_steps[0]?.account, 'user-0');
    assert.equal(incident?.key_steps.at(-1)?.attack_type, 'MalwareDeployment');
  });
});
