import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mostCommon, toAttackerProfile, toStory } from '../../src/core/attacker.ts';

const kept = {
  user_id: 'u',
  source_ip: '203.0.113.7',
  total_attacks: 5_000,
  max_risk_score: 8,
  first_seen: '2026-11-01T00:00:00.000Z',
  last_seen: '2026-11-13T00:00:00.000Z',
  attack_types: { Normal: 3_900, BruteForce: 1_065, unknown: 35 },
  services_targeted: { ssh: 5_000 },
  nodes: {},
  exposures: {},
};

describe('a profile', () => {
  it('tells the story and leaves bookkeeping out', () => {
    const { most_common_attack, average_risk_score, story } = toAttackerProfile({
      ...kept,
      risk_sum: 1_065 * 6,
    });
    assert.equal(most_common_attack, 'BruteForce');
    assert.equal(average_risk_score, 6);
    assert.equal(story, '1,065 password guesses in 12 days');
  });

  it('of nothing but bookkeeping says so', () => {
    const quiet = { ...kept, attack_types: { Normal: 7 }, total_attacks: 7 };
    assert.equal(mostCommon(quiet.attack_types), 'Normal');
    assert.equal(toAttackerProfile({ ...quiet, risk_sum: 0 }).average_risk_score, 0);
    assert.equal(toStory(quiet), '7 events, no attack in 12 days');
  });

  it('never averages above its greatest risk, whatever an older version summed up', () => {
    assert.equal(toAttackerProfile({ ...kept, risk_sum: 50_000 }).average_risk_score, 8);
  });

  it('names the three greatest acts, also of types that it does not know', () => {
    const attack_types = { SqlInjection: 4, CommandExecution: 1, Recon: 2, Fingerprinting: 1, BruteForce: 0 };
    const last_seen = '2026-11-01T00:00:05.000Z';
    assert.equal(
      toStory({ ...kept, attack_types, last_seen }),
      '4 attempts (SqlInjection), 2 looks around, 1 command in 1 minute',
    );
  });

  it('does not fall over counts that were taken back', () => {
    assert.equal(mostCommon({ Recon: 0, BruteForce: -1, Normal: 2 }), 'Normal');
    assert.equal(mostCommon({}), '');
  });
});
