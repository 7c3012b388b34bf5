import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attackCatalogue, attackEntryOf } from '../../src/core/attack-catalogue.ts';
import { attackTypes } from '../../src/core/verdict.ts';

describe('the attack catalogue', () => {
  it('has an entry for every attack type, and no other', () => {
    assert.deepEqual(Object.keys(attackCatalogue).sort(), [...attackTypes, 'unknown'].sort());
  });

  it('gives each entry a title, advice and a stage between 0 and 8', () => {
    for (const [type, { stage, title, advice }] of Object.entries(attackCatalogue)) {
      assert.ok(Number.isInteger(stage) && stage >= 0 && stage <= 8, type);
      assert.match(title, /^[a-z]/, type);
      assert.match(advice, /^[A-Z].*\.$/, type);
    }
  });

  it('ranks the steps of an attack in order', () => {
    const steps = [
      'Recon',
      'BruteForce',
      'SqlInjection',
      'CredentialAccess',
      'CommandExecution',
      'Persistence',
    ];
    const stages = [...steps, 'LateralMovement', 'MalwareDeployment'].map(
      (type) => attackEntryOf(type).stage,
    );
    assert.deepEqual(
      stages,
      [...new Set(stages)].sort((a, b) => a - b),
    );
  });

  it('takes a stored type that it does not know for an attempted intrusion', () => {
    for (const type of ['Ransomware', '', 'constructor', '__proto__'])
      assert.deepEqual(
        { stage: attackEntryOf(type).stage, title: attackEntryOf(type).title },
        { stage: 3, title: 'attacked' },
        type,
      );
  });
});
