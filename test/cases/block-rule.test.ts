import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decideBlock } from '../../src/cases/block-rule.ts';
import type { Incident } from '../../src/core/alert.ts';
import { createTenantSim, event, startMs } from '../support/tenant-sim.ts';

function incident(change: Partial<Incident> = {}): Incident {
  const world = createTenantSim();
  world.feed([event({ risk: 9 })]);
  return { ...([...world.incidents.values()][0] ?? assert.fail('no incident')), ...change };
}
const rule = { min_risk: 8, attack_types: [], minutes: 30 };
const human = (verdict: 'attack' | 'harmless' | 'expected') => ({ verdict, note: '', by: 'ada', at: '' });

describe('the rule that blocks by itself', () => {
  it('blocks the source of a risky incident until so long after its last event', () => {
    assert.equal(decideBlock(incident(), rule, startMs), '2026-11-24T10:30:00.000Z');
    assert.equal(decideBlock(incident(), rule, startMs + 30 * 60_000), null, 'that time is over');
    assert.equal(decideBlock(incident(), { ...rule, attack_types: ['BruteForce'] }, startMs) !== null, true);
  });

  it('leaves others alone', () => {
    for (const change of [
      { risk_score: 7 },
      { human_verdict: human('harmless') },
      { human_verdict: human('expected') },
      { source_ip: 'fin-laptop-7' },
      { source_ip: '10.1.2.3' },
      { source_ip: '192.168.0.1' },
      { source_ip: '172.31.0.1' },
      { source_ip: '100.64.0.1' },
      { source_ip: 'fe80::1' },
      { source_ip: 'fd00::1' },
      { source_ip: '::ffff:10.0.0.1' },
    ])
      assert.equal(decideBlock(incident(change), rule, startMs), null, JSON.stringify(change));
    assert.equal(decideBlock(incident(), { ...rule, attack_types: ['SqlInjection'] }, startMs), null);
    assert.notEqual(decideBlock(incident({ human_verdict: human('attack') }), rule, startMs), null);
  });
});
