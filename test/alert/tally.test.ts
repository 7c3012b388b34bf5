import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createTally } from '../../src/alert/tally.ts';
import { emptyHistory, isDay } from '../../src/core/history.ts';
import { wholeTenant, withWholes } from '../../src/core/rollup-parts.ts';
import { event, verdict } from '../support/tenant-sim.ts';

const one = { ...emptyHistory, events: 1 };
const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);

describe('the tally of a batch', () => {
  it('has one delta for each target, and nothing is lost or counted twice', () => {
    const tally = createTally();
    for (let n = 0; n < 120; n++) {
      const event_ = event(
        { ms: n * 60_000, risk: n % 11 },
        { source_ip: `198.51.100.${n % 3}`, service: n % 2 ? 'ssh' : 'http' },
      );
      tally.add(event_, event_.verdict!, one);
    }
    const { profiles, rollups, windows, touches } = tally.result();
    assert.equal(profiles.length, 3);
    assert.equal(rollups.length, 2);
    assert.equal(sum(profiles.map(({ events }) => events)), 120);
    assert.equal(sum(rollups.map(({ events }) => events)), 120);
    const inWindows = (ofDays: boolean) =>
      sum(windows.filter(({ bucket }) => isDay(bucket) === ofDays).map(({ counts }) => counts.events));
    assert.equal(inWindows(false), 120);
    // The events are failed sign-ins, which are counted by the day as well.
    assert.equal(inWindows(true), 120);
    assert.equal(sum(rollups.map(({ risk_sum }) => risk_sum)), sum(profiles.map(({ risk_sum }) => risk_sum)));
    assert.equal(sum(rollups.flatMap(({ services }) => Object.values(services))), 120);
    assert.equal(touches.length, 0);
    assert.equal(profiles[0]?.first_seen, '2026-11-24T10:00:00.000Z');
  });

  it('counts what was suppressed by the node that reported it', () => {
    const tally = createTally();
    for (const node_id of ['node-1', 'node-2', 'node-1']) {
      const hidden = event({}, { node_id });
      tally.add(hidden, hidden.verdict!, one);
      tally.suppressed(hidden);
    }
    const [whole] = withWholes(tally.result().rollups).filter(({ part }) => part === wholeTenant);
    assert.deepEqual({ ...whole?.suppressed }, { 'node-1': 2, 'node-2': 1 });
  });

  it('takes back what a new judgement corrects', () => {
    const tally = createTally();
    const corrected = event({});
    tally.correct(corrected, verdict('unknown', 0), verdict('SqlInjection', 9));
    const { profiles, rollups } = tally.result();
    assert.equal(profiles[0]?.events, 0);
    assert.equal(profiles[0]?.risk_sum, 9);
    assert.deepEqual({ ...profiles[0]?.attack_types }, { unknown: -1, SqlInjection: 1 });
    assert.equal(rollups[0]?.high_risk, 1);
    assert.equal(rollups[0]?.events, 0);
  });

  it('keeps nodes and exposures apart, and moves what a new judgement sees elsewhere', () => {
    const tally = createTally();
    const [a, b] = [event({}, { node_id: 'n1' }), event({}, { node_id: 'n2' })];
    const inside = { ...verdict('Recon', 5), exposure: 'internal' as const };
    const outside = { ...verdict('Recon', 3), exposure: 'internet' as const };
    tally.add(a, inside, one);
    tally.add(b, outside, one);
    tally.correct(b, outside, inside);
    const parts = new Map(tally.result().rollups.map((rollup) => [rollup.part, rollup]));
    assert.deepEqual([...parts.keys()].sort(), ['n1|internal', 'n2|internal', 'n2|internet']);
    assert.equal(parts.get('n2|internet')?.events, 0);
    assert.equal(parts.get('n2|internal')?.events, 1);
    const all = withWholes([...parts.values()]);
    const eventsOf = (part: string) => all.find((rollup) => rollup.part === part)?.events;
    assert.deepEqual([eventsOf(''), eventsOf('*|internal'), eventsOf('*|internet')], [2, 2, 0]);
    assert.equal(sum(all.filter(({ part }) => part === '').map(({ risk_sum }) => risk_sum)), 10);
  });

  it('counts names that are also those of an object', () => {
    const tally = createTally();
    for (const service of ['__proto__', 'constructor', '__proto__']) {
      const odd = event({}, { service });
      tally.add(odd, odd.verdict!, one);
    }
    const services = tally.result().rollups[0]?.services ?? {};
    assert.deepEqual(Object.entries(services), [
      ['__proto__', 2],
      ['constructor', 1],
    ]);
    assert.equal(({} as { ssh?: number }).ssh, undefined);
  });

  it('touches a decoy once for all its accesses', () => {
    const tally = createTally();
    for (const [ms, file_path] of [
      [5, '/a'],
      [9, '/a'],
      [7, '/b'],
      [1, ''],
    ] as const) {
      const access = event(
        { ms },
        {
          agent: {
            hostname: 'h',
            username: 'u',
            file_accessed: 'f',
            file_path,
            action: '',
            severity: '',
            alert_type: '',
          },
        },
      );
      tally.add(access, access.verdict!, one);
    }
    assert.deepEqual(
      tally.result().touches.map(({ file_path, count, at }) => [file_path, count, at.slice(-5)]),
      [
        ['/a', 2, '.009Z'],
        ['/b', 1, '.007Z'],
        [null, 1, '.001Z'],
      ],
    );
  });
});
