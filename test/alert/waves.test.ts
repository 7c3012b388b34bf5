import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createWaves } from '../../src/alert/waves.ts';
import type { StoredEvent } from '../../src/core/event.ts';
import { channel, createTenantSim, event, type TenantSim, verdict } from '../support/tenant-sim.ts';

const minute = 60_000;
const hour = 60 * minute;
const sourceOf = (n: number): string => `${1 + (n % 200)}.${(n >> 3) % 256}.${n % 256}.${(n >> 8) % 256}`;
const count = (world: TenantSim, occasion: string): number =>
  world.notices.filter((notice) => notice.occasion === occasion).length;
const inside = (risk = 8): StoredEvent['verdict'] => ({
  ...verdict('BruteForce', risk),
  exposure: 'internal',
});

/** Sources that begin one after the other, evenly over `overMs`, each with a few guesses. */
function storm(
  world: TenantSim,
  sources: number,
  overMs: number,
  change: (n: number) => Partial<StoredEvent> = () => ({}),
) {
  for (let n = 0; n < sources; n++) {
    const ms = Math.floor((n / sources) * overMs);
    const events = [0, 1, 2].map((more) =>
      event({ ms: ms + more }, { source_ip: sourceOf(n), ...change(n) }),
    );
    world.feed(events, ms + 2);
  }
}

describe('a wave', () => {
  it('of five thousand sources in an hour is at most thirty messages; the one inside is told', () => {
    const world = createTenantSim();
    let inner = 0;
    for (let n = 0; n < 5000; n++) {
      const ms = Math.floor((n / 5000) * hour);
      world.feed([event({ ms }, { source_ip: sourceOf(n) })], ms);
      if (n !== 2500) continue;
      world.feed([event({ ms }, { source_ip: '10.0.0.7', verdict: inside() })], ms);
      inner = world.notices.length;
      assert.equal(world.notices.at(-1)?.source_ip, '10.0.0.7');
    }
    assert.equal(world.incidents.size, 5001);
    assert.ok(inner > 0);
    assert.ok(world.notices.length <= 30, `${world.notices.length} messages`);
    assert.equal(count(world, 'opened'), 21);
    const last = world.notices.at(-1);
    assert.equal(last?.occasion, 'wave');
    assert.equal(last?.title, '2688 sources are guessing passwords on ssh of name of node-1');
    assert.match(last?.reasons.join(' ') ?? '', /\d+\.\d+\.0\.0\/16 \(\d+\)/);
    assert.match(last?.reasons.join(' ') ?? '', /name of node-1/);
    const ids = new Set(world.deliveries.map((one) => one.delivery_id));
    assert.equal(ids.size, world.deliveries.length, 'each message is one of its own');
    const waves = world.notices.filter(({ occasion }) => occasion === 'wave');
    assert.equal(new Set(waves.map((notice) => notice.incident_id)).size, 1);
  });

  it('folds no success, no token, and nothing inside', () => {
    const cases: [string, (n: number) => Partial<StoredEvent>][] = [
      ['success', () => ({ kind: 'login.succeeded', verdict: verdict('CredentialAccess', 9) })],
      ['later stage', () => ({ kind: 'command.run', verdict: verdict('CommandExecution', 9) })],
      ['token', () => ({ kind: 'token.hit', verdict: verdict('HoneytokenAccess', 10) })],
      ['inside', () => ({ verdict: inside() })],
    ];
    for (const [name, change] of cases) {
      const world = createTenantSim();
      for (let n = 0; n < 60; n++) world.feed([event({ ms: n }, { source_ip: sourceOf(n), ...change(n) })]);
      assert.equal(count(world, 'opened'), 60, name);
      assert.equal(count(world, 'wave'), 0, name);
    }
  });

  it('is of one kind: another service on another node is told by itself', () => {
    const world = createTenantSim();
    storm(world, 100, minute);
    const before = world.notices.length;
    world.feed([event({ ms: minute }, { source_ip: '198.51.100.1', service: 'rdp', node_id: 'node-2' })]);
    assert.equal(world.notices.length, before + 1);
    assert.equal(world.notices.at(-1)?.occasion, 'opened');
  });

  it('on one account over many nodes is one', () => {
    const world = createTenantSim();
    storm(world, 300, 5 * minute, (n) => ({ node_id: `node-${n % 30}`, extra: { username: 'svc-backup' } }));
    assert.equal(count(world, 'opened'), 20);
    assert.match(world.notices.at(-1)?.reasons.join(' ') ?? '', /and 22 more/);
  });

  it('ends when nothing of it came for ten minutes', () => {
    const world = createTenantSim();
    storm(world, 30, minute);
    assert.equal(count(world, 'wave'), 1);
    world.feed([event({ ms: 12 * minute }, { source_ip: '198.51.100.1' })]);
    assert.equal(world.notices.at(-1)?.occasion, 'opened');
  });

  it('does not begin while sources come slowly', () => {
    const world = createTenantSim();
    storm(world, 60, 60 * minute);
    assert.equal(count(world, 'opened'), 60);
  });

  it('is counted for each channel and each tenant', () => {
    const world = createTenantSim({}, [channel('all'), channel('b', { filter: { min_risk: 9 } })]);
    storm(world, 40, minute);
    const risky = { verdict: verdict('BruteForce', 9) };
    world.feed([event({ ms: minute }, { source_ip: '198.51.100.1', ...risky })]);
    assert.deepEqual(
      world.deliveries.filter((one) => one.channel_id === 'b').map((one) => one.occasion),
      ['opened'],
    );
    world.feed([event({ ms: minute }, { source_ip: '198.51.100.2', user_id: 'user-2' })]);
    assert.equal(world.notices.at(-1)?.occasion, 'opened');
  });

  it('leaves its incidents unnotified, and tells what one of them does next', () => {
    const world = createTenantSim();
    storm(world, 50, minute);
    const last = [...world.incidents.values()].at(-1)!;
    assert.equal(last.notifications, 0);
    assert.equal(last.notified_channels.all?.folded, true);
    assert.equal([...world.alerts.values()].at(-1)?.notified, false);
    world.feed([
      event(
        { ms: minute, type: 'CredentialAccess', risk: 9 },
        { source_ip: last.source_ip, kind: 'login.succeeded' },
      ),
    ]);
    const told = world.notices.at(-1);
    assert.equal(told?.occasion, 'worse');
    assert.equal(told?.incident_id, last.incident_id);
    assert.equal(world.incidents.get(last.incident_id)?.notified_channels.all?.folded, false);
  });

  it('counts nothing twice when a decision is made again, and keeps a bounded number of kinds', () => {
    const waves = createWaves({ singles: 2, spanMs: 1000, kinds: 4 });
    const telling = { channel: channel('all'), occasion: 'opened', turn: 1 } as const;
    const sort = (n: number, id = `inc-${n}`) =>
      waves.sort(event({}, { source_ip: sourceOf(n) }), id, [telling], 10);
    for (let again = 0; again < 5; again++) assert.equal(sort(0).made.length, 1);
    assert.equal(sort(1).made.length, 1);
    const third = sort(2);
    assert.equal(third.folded.length, 1);
    assert.equal(third.waves[0]?.sources, 3);
    assert.deepEqual(sort(2), third);
    for (let n = 0; n < 4; n++) waves.sort(event({}, { service: `s${n}` }), `other-${n}`, [telling], 10);
    assert.equal(sort(9).made.length, 1, 'the oldest kind gave way');
  });
});
