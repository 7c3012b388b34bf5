/** Events that are slow to judge must not keep everybody else from being answered. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createTurns } from '../../src/lib/turns.ts';
import { openLoopWatch } from '../../src/server/loop-watch.ts';
import { openTestServer } from '../support/server.ts';

const payload = 'curl\0'.repeat(2000);

describe('400 events of 10 kB that are slow to judge', () => {
  it('leave the event loop to others while they are judged', async (t) => {
    const server = await openTestServer();
    t.after(() => server.close());
    const user = await server.createUser();
    const node = await server.createNode(user);
    const timestamp = new Date().toISOString();
    const events = Array.from({ length: 400 }, (_, n) => ({
      timestamp,
      service: 'ssh',
      source_ip: '203.0.113.50',
      activity: 'command',
      payload: `${payload.slice(0, -4)}${n}`.slice(0, 10_000),
    }));
    const body = gzipSync(JSON.stringify(events));
    assert.ok(body.length < 64 * 1024, `${body.length} bytes`);
    let isDone = false;
    let healthy = 0;
    const sent = fetch(`${server.address}/api/events`, {
      method: 'POST',
      headers: { ...node.headers, 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body,
    }).finally(() => {
      isDone = true;
    });
    while (!isDone) if ((await server.call('GET', '/')).status < 500) healthy++;
    const answer = (await (await sent).json()) as { accepted: number };
    assert.equal(answer.accepted, 400);
    // One slice of judging is 15 ms or one event; four groups would leave four gaps if there were no slices.
    assert.ok(healthy > 20, `${healthy} other requests were answered meanwhile`);
    t.diagnostic(`${healthy} other requests were answered meanwhile`);
  });
});

describe('a slice', () => {
  it('ends by measured time, and the next one begins anew', async () => {
    let nowMs = 0;
    const turns = createTurns(() => nowMs, 10);
    assert.equal(turns.next(), null);
    nowMs = 10;
    const turn = turns.next();
    assert.notEqual(turn, null);
    let isTurned = false;
    setImmediate(() => {
      isTurned = true;
    });
    await turn;
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(isTurned);
    assert.equal(turns.next(), null);
  });
});

describe('the watch over the event loop', () => {
  it('names what held it up, in its figures and once a minute in the log', async (t) => {
    const lines: object[] = [];
    let nowMs = 0;
    const watch = openLoopWatch({ log: { warn: (data) => lines.push(data) }, nowMs: () => nowMs, tickMs: 1 });
    t.after(() => watch.close());
    // Before it is started, nothing is news.
    nowMs = 1000;
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(watch.figures().slow, 0);
    nowMs = 0;
    watch.start();
    const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
    watch.mark('judging events');
    nowMs = 401;
    await tick();
    assert.deepEqual(watch.figures().longest, { ms: 400, during: 'judging events' });
    watch.mark('job retention');
    nowMs = 602;
    await tick();
    assert.equal(watch.figures().longest.ms, 400);
    assert.equal(watch.figures().slow, 2);
    assert.deepEqual(lines, [{ ms: 400, during: 'judging events', slow: 1 }]);
  });
});
