import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRandom } from '../../bench/events.ts';
import type { StoredEvent } from '../../src/core/event.ts';
import { at, createTenantSim, event, type TenantSim } from '../support/tenant-sim.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const occasions = (world: TenantSim): string[] => world.notices.map(({ occasion }) => occasion);
const only = <T>(items: Iterable<T>): T => {
  const all = [...items];
  assert.equal(all.length, 1);
  return all[0]!;
};

const shuffled = <T>(list: readonly T[]): T[] => {
  const random = createRandom(7);
  const copy = [...list];
  for (let at = copy.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [copy[at], copy[other]] = [copy[other]!, copy[at]!];
  }
  return copy;
};

const count = 10_000;
/** A guess every 60 ms, which makes ten minutes. */
const guess = (n: number, change: Partial<StoredEvent> = {}): StoredEvent => event({ ms: n * 60 }, change);
const success = (n: number, change: Partial<StoredEvent> = {}): StoredEvent =>
  event({ ms: n * 60, type: 'CredentialAccess', risk: 9 }, { kind: 'login.succeeded', ...change });

/** Events arrive in this order, evenly over ten minutes, whatever their own times are. */
function arrive(world: TenantSim, events: readonly StoredEvent[], size = 100): void {
  for (let from = 0; from < events.length; from += size)
    world.feed(events.slice(from, from + size), Math.floor((from / events.length) * 10 * minute));
}

describe('ten thousand guesses without a session', () => {
  const guesses = Array.from({ length: count }, (_, n) => n);
  const cases: [string, () => StoredEvent[]][] = [
    ['in order', () => guesses.map((n) => guess(n))],
    ['shuffled', () => shuffled(guesses.map((n) => guess(n)))],
    [
      'of two sensors behind one node whose clocks are two hours apart',
      () => guesses.map((n) => guess(n, n % 2 ? { timestamp: at(n * 60 - 2 * hour) } : {})),
    ],
    ['of a clock in 2099', () => guesses.map((n) => guess(n, { timestamp: '2099-01-01T00:00:00.000Z' }))],
  ];
  for (const [name, make] of cases)
    it(`${name} are one alert, one incident and at most three messages; a success is told`, () => {
      const world = createTenantSim();
      const events = make();
      arrive(world, events);
      assert.equal(only(world.alerts.values()).event_count, count);
      const incident = only(world.incidents.values());
      assert.equal(incident.event_count, count);
      assert.ok(world.notices.length <= 3, occasions(world).join());
      assert.deepEqual(
        events.map((one) => one.alert_created).filter(Boolean).length,
        1,
        'the first alone made the alert',
      );
      assert.ok(incident.last_seen <= at(11 * minute), incident.last_seen);
      world.feed([success(count)], 10 * minute);
      assert.equal(occasions(world).at(-1), 'worse');
      assert.match(world.notices.at(-1)?.title ?? '', /signed in/);
      assert.equal(only(world.incidents.values()).attack_type, 'CredentialAccess');
    });

  it('on two nodes are an alert for each, one incident, and three messages', () => {
    const world = createTenantSim();
    arrive(
      world,
      guesses.map((n) => guess(n, n % 2 ? { node_id: 'node-2', timestamp: at(n * 60 - 2 * hour) } : {})),
    );
    assert.equal(world.alerts.size, 2);
    assert.equal(only(world.incidents.values()).event_count, count);
    assert.deepEqual(occasions(world), ['opened', 'worse', 'throttled']);
    assert.match(world.notices[1]?.reasons[0] ?? '', /name of node-2/);
  });

  it('of two tenants are kept apart', () => {
    const world = createTenantSim();
    world.feed([guess(0), guess(1, { user_id: 'user-2' }), guess(2)]);
    assert.equal(world.alerts.size, 2);
    assert.equal(world.incidents.size, 2);
  });

  it('of the addresses of one /64 are one attacker, whose addresses are kept', () => {
    const world = createTenantSim();
    for (let n = 0; n < 100; n++)
      world.feed([guess(n, { source_ip: `2001:db8:0:1::${(n + 1).toString(16)}` })]);
    assert.equal(only(world.alerts.values()).source_ip, '2001:db8:0:1::1');
    assert.equal(only(world.incidents.values()).event_count, 100);
    world.feed([guess(100, { source_ip: '2001:db8:0:2::1' })]);
    assert.equal(world.incidents.size, 2);
  });
});

describe('an implied session', () => {
  it('ends after a quarter of an hour without an event, and its incident goes on', () => {
    const world = createTenantSim();
    for (const ms of [0, 15 * minute, 30 * minute, 45 * minute + 1]) world.feed([event({ ms })]);
    assert.deepEqual(
      [...world.alerts.values()].map((alert) => alert.event_count),
      [3, 1],
    );
    assert.equal(only(world.incidents.values()).alert_count, 2);
  });

  it('is of one service and node', () => {
    const world = createTenantSim();
    world.feed([event({}), event({}, { service: 'http' }), event({}, { node_id: 'node-2' }), event({})]);
    assert.equal(world.alerts.size, 3);
  });

  it('begins with the first alert: what came before is not kept', () => {
    const world = createTenantSim();
    const effects = world.feed([event({ risk: 3 }), event({ ms: 1, risk: 7 })]);
    assert.deepEqual(effects.sessions, []);
    world.feed([event({ ms: 2 }), event({ ms: 3, risk: 2 })]);
    assert.equal(only(world.alerts.values()).event_count, 2);
  });

  it('of an agent is one host and decoy', () => {
    const world = createTenantSim();
    const touch = (ms: number, file: string) =>
      event(
        { ms, type: 'HoneytokenAccess' },
        {
          collection: 'agent_events',
          kind: 'file.opened',
          service: 'endpoint_agent',
          source_ip: 'pc-17',
          agent: {
            hostname: 'pc-17',
            username: 'eve',
            file_accessed: file,
            file_path: `/home/${file}`,
            action: 'ACCESSED',
            severity: '',
            alert_type: '',
          },
        },
      );
    world.feed([touch(0, 'a'), touch(1, 'a'), touch(2, 'b')]);
    assert.deepEqual(
      [...world.alerts.values()].map((alert) => [alert.related_decoy, alert.event_count]),
      [
        ['/home/a', 2],
        ['/home/b', 1],
      ],
    );
    assert.deepEqual(occasions(world), ['opened', 'worse']);
    assert.match(world.notices[1]?.reasons[0] ?? '', /decoy \/home\/b/);
  });
});

describe('the order of events', () => {
  it('opens nothing beside an open incident: a live stream beside an old buffer is one', () => {
    const world = createTenantSim();
    for (let n = 0; n < 60; n++) {
      world.feed([event({ ms: n * minute })], n * minute);
      world.feed([event({ ms: n * minute - 3 * hour })], n * minute);
    }
    const incident = only(world.incidents.values());
    assert.equal(incident.event_count, 120);
    assert.equal(incident.first_seen, at(-3 * hour));
    assert.deepEqual(occasions(world), ['opened']);
  });

  it('does not matter for a history that an import brings, beside a live incident', () => {
    const world = createTenantSim();
    world.feed([event({ ms: 30 * day })]);
    world.feed(
      Array.from({ length: 30 }, (_, n) => event({ ms: n * day }, { history: true })),
      30 * day,
    );
    assert.equal(only(world.incidents.values()).event_count, 31);
    assert.deepEqual(occasions(world), ['opened']);
  });
});

describe('a clock that is wrong', () => {
  it('by 25 hours silences nobody', () => {
    const world = createTenantSim();
    world.feed([event({ ms: 0, type: 'MalwareDeployment', risk: 10 })], 25 * hour);
    assert.deepEqual(occasions(world), ['opened']);
  });

  it('is believed when an import brings what happened within a day', () => {
    const world = createTenantSim();
    world.feed([event({ ms: 0 }, { history: true })], 23 * hour);
    assert.deepEqual(occasions(world), ['opened']);
    assert.equal(only(world.incidents.values()).active_at, at(0));
  });
});

describe('a source that comes back', () => {
  it('day after day for the same thing is one incident and one message', () => {
    const world = createTenantSim();
    for (let n = 0; n < 12; n++)
      for (let i = 0; i < 6; i++) world.feed([event({ ms: n * day + i * 10 * minute })]);
    const incident = only(world.incidents.values());
    assert.equal(incident.event_count, 72);
    assert.deepEqual(occasions(world), ['opened']);
  });

  it('for something worse is told', () => {
    const world = createTenantSim();
    world.feed([event({ risk: 8 })]);
    world.feed([event({ ms: 2 * day, risk: 9 })]);
    assert.deepEqual(occasions(world), ['opened', 'worse']);
    world.feed([event({ ms: 4 * day, type: 'CommandExecution', risk: 9 })]);
    assert.deepEqual(occasions(world), ['opened', 'worse', 'worse']);
    assert.equal(world.incidents.size, 1);
  });

  it('to an incident that somebody resolved opens another', () => {
    const world = createTenantSim();
    world.feed([event({})]);
    const first = only(world.incidents.values());
    first.open_key = first.incident_id;
    world.feed([event({ ms: day })]);
    assert.equal(world.incidents.size, 2);
  });
});

describe('an incident that nobody acknowledges', () => {
  const goOn = (world: TenantSim, hours: number) => {
    for (let ms = 0; ms <= hours * hour; ms += 30 * minute) world.feed([event({ ms })]);
  };

  it('is told again once a day while it goes on', () => {
    const world = createTenantSim();
    goOn(world, 49);
    assert.deepEqual(occasions(world), ['opened', 'reminded', 'reminded']);
  });

  it('is told again once per escalation interval, after its escalation', () => {
    const world = createTenantSim({ reminderMs: 60 * minute });
    goOn(world, 3);
    assert.deepEqual(occasions(world), ['opened'], 'the first is the escalation');
    only(world.incidents.values()).escalated_at = at(3 * hour);
    for (let ms = 3 * hour; ms <= 6 * hour; ms += 30 * minute) world.feed([event({ ms })]);
    assert.deepEqual(occasions(world), ['opened', 'reminded', 'reminded', 'reminded']);
  });

  it('is not told again once it is in hand', () => {
    for (const change of [
      { acknowledged_at: at(1) },
      { assignee: 'eve' },
      { status: 'investigating' },
    ] as const) {
      const world = createTenantSim();
      world.feed([event({})]);
      Object.assign(only(world.incidents.values()), change);
      goOn(world, 30);
      assert.deepEqual(occasions(world), ['opened']);
    }
  });
});
