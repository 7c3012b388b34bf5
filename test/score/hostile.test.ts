import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DraftEvent, EventKind, JsonObject } from '../../src/core/event.ts';
import { eventKinds } from '../../src/core/event.ts';
import { attackTypes } from '../../src/core/verdict.ts';
import { openLocalScorer } from '../../src/score/local.ts';
import { ask, draft, fileEvent, past } from '../support/score/events.ts';

const pieces = [
  '\u0000\u0001\u007f',
  '\ud800',
  '\u202e\u2066',
  '%00%ff%c0%ae',
  '((((((((',
  '{{{{{{',
  "'''''\"\"\"\"",
  '``$($(',
  ';;;;||||&&&&',
  '\\\\\\x\\u',
  '<!--<![CDATA[',
  '/*/**//*',
  'select union from ',
  'wget curl chmod ',
  '../',
  'A',
  '=',
  '\r\n',
  ' ',
  '-',
  '0',
  '\u0441\u0435lect',
  '| base64 -d | sh ',
  'echo -e "\\x41',
];

/** Texts of one piece and of two, up to 10,000 characters, the contract's greatest payload. */
function* texts(): Generator<string> {
  for (const a of pieces) {
    yield a.repeat(Math.ceil(10_000 / a.length)).slice(0, 10_000);
    for (const b of pieces) yield (a + b).repeat(40).slice(0, 1_500);
  }
}

describe('hostile events', () => {
  const scorer = openLocalScorer({ onWarning: assert.fail });
  const services = ['ssh', 'http', 'mysql', 'tcp', ''];

  it('get a verdict of the right shape, whatever they hold', () => {
    let number = 0;
    for (const payload of texts()) {
      const service = services[number % services.length]!;
      const kind: EventKind = service === 'ssh' ? 'command.run' : 'payload.received';
      const verdict = scorer.judge(ask(draft(kind, { service, payload, activity: payload.slice(0, 100) })));
      assert.ok(Number.isInteger(verdict.risk_score) && verdict.risk_score >= 0 && verdict.risk_score <= 10);
      assert.ok(verdict.confidence >= 0 && verdict.confidence <= 1);
      assert.ok(verdict.anomaly_score >= 0 && verdict.anomaly_score <= 1);
      assert.ok((attackTypes as readonly string[]).includes(verdict.attack_type));
      for (const { text } of verdict.evidence) assert.ok(text.length <= 200);
      number += 1;
    }
    assert.ok(number > 500);
  });

  it('of any kind, with fields that are empty, huge or of another type, break nothing', () => {
    const extras: (JsonObject | null)[] = [
      null,
      {},
      { username: 7, password: null, cmdline: ['a'], process_name: { a: 1 }, is_credential: 'maybe' },
      JSON.parse('{"__proto__": {"username": "root"}, "constructor": "x", "cmdline": "id"}') as JsonObject,
      { cmdline: 'x'.repeat(100_000), process_name: '/'.repeat(5_000) },
    ];
    for (const kind of eventKinds)
      for (const extra of extras)
        for (const payload of ['', 'x'.repeat(100_000), '\ud800;\u0000']) {
          const events: DraftEvent[] = [
            draft(kind, { payload, extra, service: payload.slice(0, 50), activity: '' }),
            fileEvent(kind, { severity: '\u0000', action: '', file_accessed: payload.slice(0, 255) }, extra),
          ];
          for (const event of events) {
            const verdict = scorer.judge(
              ask(event, { history: past({ events: Number.MAX_SAFE_INTEGER, failed_logins: 1e12 }) }),
            );
            assert.ok(verdict.risk_score <= 10);
            const counts = scorer.toCounts(event, verdict);
            assert.equal(counts.events, 1);
            const session = scorer.advance(null, { ...event, session: 's' }, verdict, {
              user_id: 'u',
              node_id: 'n',
            });
            assert.ok(session.story.length <= 60);
          }
        }
  });

  it('with a time that is none are judged all the same', () => {
    const verdict = scorer.judge(
      ask(draft('login.failed', { timestamp: 'never' }), { history: past({ events: 3 }) }),
    );
    assert.ok(verdict.risk_score >= 1);
  });
});
