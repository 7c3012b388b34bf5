import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAtLeast } from '../../../src/cli/doctor/finding.ts';
import { checkClock, checkModels, checkVersions } from '../../../src/cli/doctor/machine.ts';
import { openLocalScorer } from '../../../src/score/local.ts';

const versions = (node: string, sqlite?: string): NodeJS.ProcessVersions =>
  ({ ...process.versions, node, sqlite }) as NodeJS.ProcessVersions;
const states = (node: string, sqlite?: string): string[] =>
  checkVersions(versions(node, sqlite)).map(({ state }) => state);

describe('doctor', () => {
  it('compares versions by number, not by text', () => {
    assert.ok(isAtLeast('3.51.3', '3.51.3'));
    assert.ok(isAtLeast('3.100.0', '3.51.3'));
    assert.ok(isAtLeast('4.0.0', '3.51.3'));
    assert.ok(!isAtLeast('3.51.2', '3.51.3'));
    assert.ok(!isAtLeast('3.9.9', '3.51.3'));
    assert.ok(!isAtLeast('3.51', '3.51.3'));
  });

  it('finds a Node that is too old and a SQLite that can damage a database', () => {
    assert.deepEqual(states('24.21.0', '3.53.4'), ['ok', 'ok']);
    assert.deepEqual(states('22.18.0', '3.51.3'), ['ok', 'ok']);
    assert.deepEqual(states('20.20.2', '3.51.2'), ['fail', 'fail']);
    assert.deepEqual(states('24.21.0', undefined), ['ok', 'fail']);
  });

  it('finds models that do not judge', () => {
    assert.equal(checkModels({ shadowModels: null }).state, 'ok');
    const shadow = checkModels({ shadowModels: '/nowhere' });
    assert.equal(shadow.state, 'warn');
    assert.match(shadow.advice ?? '', /SHADOW_MODELS/);
    const damaged = checkModels({ shadowModels: null }, (options) =>
      openLocalScorer({ ...options, modelFolder: '/nowhere' }),
    );
    assert.equal(damaged.state, 'warn');
    assert.match(damaged.detail, /rejected, so only the rules are used/);
  });

  it('finds a clock that is plainly wrong', () => {
    const now = Date.UTC(2026, 10, 25);
    assert.equal(checkClock(now, null).state, 'ok');
    assert.equal(checkClock(now, now - 1000).state, 'ok');
    assert.equal(checkClock(now, now + 3_600_000).state, 'warn');
    assert.equal(checkClock(Date.UTC(1970, 0, 2), null).state, 'fail');
  });
});
