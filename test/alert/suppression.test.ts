import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toMatcher, toSuppressionRule } from '../../src/alert/suppression.ts';
import type { EventCondition } from '../../src/core/query.ts';
import { event } from '../support/tenant-sim.ts';

const agent = {
  hostname: 'fin-7',
  username: 'Backup',
  file_accessed: 'pay.xlsx',
  file_path: '/srv/pay.xlsx',
  action: 'opened',
  severity: 'HIGH',
  alert_type: 'x',
};
const base = event(
  { ms: 90 * 60_000, type: 'BruteForce', risk: 8 },
  { extra: { process_name: 'rsync', username: 'svc' }, payload: 'GET /Admin', activity: 'Login failed' },
);
const matches = (condition: EventCondition, one = base): boolean => toMatcher(condition)(one);

describe('a suppression condition', () => {
  it('holds for each of its parts alone', () => {
    const yes: EventCondition[] = [
      { sources: ['198.51.100.1', '203.0.113.9'] },
      { networks: ['203.0.113.0/24'] },
      { networks: ['203.0.113.9'] },
      { nodes: ['node-1'] },
      { services: ['SSH'] },
      { processes: ['RSYNC'] },
      { users: ['svc'] },
      { attack_types: ['BruteForce'] },
      { text: 'get /admin' },
      { text: 'LOGIN' },
      { time_of_day: { from: 11 * 60, until: 12 * 60 } },
      { time_of_day: { from: 23 * 60, until: 11 * 60 + 31 } },
      { max_risk: 8 },
    ];
    for (const condition of yes) assert.equal(matches(condition), true, JSON.stringify(condition));
    const no: EventCondition[] = [
      { sources: ['203.0.113.90'] },
      { networks: ['203.0.112.0/24'] },
      { nodes: ['node-2'] },
      { services: ['http'] },
      { processes: ['rsyncd'] },
      { users: ['root'] },
      { attack_types: ['Recon'] },
      { text: 'nothing' },
      { time_of_day: { from: 11 * 60 + 31, until: 12 * 60 } },
      { time_of_day: { from: 12 * 60, until: 11 * 60 + 30 } },
      { max_risk: 7 },
      { decoys: ['/srv/pay.xlsx'] },
    ];
    for (const condition of no) assert.equal(matches(condition), false, JSON.stringify(condition));
  });

  it('holds where all its parts do, and not where one does not', () => {
    const all: EventCondition = { sources: ['203.0.113.9'], services: ['ssh'], users: ['svc'], max_risk: 9 };
    assert.equal(matches(all), true);
    for (const change of [{ sources: ['x'] }, { services: ['x'] }, { users: ['x'] }, { max_risk: 1 }])
      assert.equal(matches({ ...all, ...change }), false);
  });

  it('knows the decoy and the user of an agent event', () => {
    const one = event({}, { agent, collection: 'agent_events', source_ip: 'fin-7' });
    assert.equal(matches({ decoys: ['/srv/PAY.xlsx'], users: ['backup'], sources: ['FIN-7'] }, one), true);
    assert.equal(matches({ networks: ['0.0.0.0/0', '::/0'] }, one), false, 'a host name is in no network');
    assert.equal(matches({ decoys: ['pay.xlsx'] }, event({}, { agent: { ...agent, file_path: '' } })), true);
  });

  it('knows networks of IPv6', () => {
    const one = event({}, { source_ip: '2001:db8:1::5' });
    assert.equal(matches({ networks: ['2001:db8::/32'] }, one), true);
    assert.equal(matches({ networks: ['2001:db9::/32', '0.0.0.0/0'] }, one), false);
  });

  it('that is empty or nonsense hides nothing', () => {
    for (const condition of [{}, { sources: [] }, { text: '' }, { networks: ['nonsense', '1.2.3.4/99'] }])
      assert.equal(matches(condition), false, JSON.stringify(condition));
  });

  it('is made ready from its document', () => {
    const rule = toSuppressionRule({
      kind: 'suppression',
      id: 'rule-1',
      user_id: 'user-1',
      lookup: null,
      tag: null,
      created_at: '',
      updated_at: '',
      expires_at: '2026-12-01T00:00:00.000Z',
      version: 1,
      body: { enabled: true, condition: { services: ['ssh'] } },
    });
    assert.equal(rule.matches(base), true);
    assert.equal(rule.expires_at, '2026-12-01T00:00:00.000Z');
  });
});
