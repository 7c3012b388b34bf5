import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import pino from 'pino';
import { AppError } from '../../src/core/errors.ts';
import { honeypotLog, openApi } from '../support/api-client.ts';

describe('the log', () => {
  it('spends one short line on a request that is turned away, and a cause on one that the store failed', async (t) => {
    const lines: Record<string, unknown>[] = [];
    const sink = new Writable({
      write(chunk, _encoding, done) {
        const line = JSON.parse(String(chunk)) as Record<string, unknown>;
        // A busy machine makes the watch over the event loop speak too.
        if (line.msg !== 'the event loop was held up') lines.push(line);
        done();
      },
    });
    const api = await openApi(t, { overrides: { log: pino({ level: 'warn' }, sink) } });
    const node = await api.createNode(await api.createUser());
    const report = () => api.call('POST', '/api/honeypot-log', { headers: node.headers, body: honeypotLog });
    const full = t.mock.method(api.pipeline, 'accept', async () => {
      throw new AppError('unavailable', 'The server is overloaded; retry after the time in Retry-After');
    });
    assert.equal((await report()).status, 503);
    full.mock.mockImplementation(async () => {
      throw new AppError('unavailable', 'The disk is full', { cause: new Error('the cause of it') });
    });
    assert.equal((await report()).status, 503);
    assert.deepEqual(
      lines.map(({ level }) => level),
      [40, 50],
    );
    assert.equal(lines[0]?.detail, 'The server is overloaded; retry after the time in Retry-After');
    assert.ok(JSON.stringify(lines[0]).length < 400 && !('err' in lines[0]));
    assert.match(JSON.stringify(lines[1]), /the cause of it/);
  });

  it('holds no secrets and none of the bytes that attackers sent, and names failures by their request', async (t) => {
    let written = '';
    const sink = new Writable({
      write(chunk, _encoding, done) {
        written += String(chunk);
        done();
      },
    });
    const api = await openApi(t, { overrides: { log: pino({ level: 'trace' }, sink) } });
    const user = await api.createUser('ada@example.org');
    const node = await api.createNode(user);
    const marker = 'm4rk3r\u001b[31m\r\nfake line';
    const event = { ...honeypotLog, payload: marker, extra: { username: marker } };
    await api.call('POST', '/api/honeypot-log', { headers: node.headers, body: event });
    await api.call('POST', '/api/events', {
      headers: node.headers,
      body: [event, { ...event, service: 5, activity: marker }],
    });
    await api.call('POST', '/api/honeypot-log', { headers: { 'x-node-key': 'nk_m4rk3r' }, body: event });
    for (const [path, body] of [
      ['/api/honeypot-log', { ...event, node_id: 'node-m4rk3r' }],
      ['/api/events', [{ ...event, node_id: 'node-m4rk3r' }]],
    ] as const)
      await api.call('POST', path, { headers: { 'x-node-key': node.key }, body });
    await api.call('POST', '/auth/login', {
      body: { email: 'ada@example.org', password: 'm4rk3r password' },
    });
    await api.call('GET', '/api/m4rk3r', {
      headers: { authorization: 'Bearer m4rk3r.m4rk3r.m4rk3r', 'user-agent': 'm4rk3r' },
    });
    await api.call('GET', '/api/events?q=m4rk3r', { headers: user.headers });
    t.mock.method(api.store, 'userById', async () => {
      throw new TypeError('the cause of it');
    });
    const failed = await api.call('GET', '/auth/me?token=m4rk3r', { headers: user.headers });
    assert.equal(failed.status, 500);

    const lines = written
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const failure = lines.find(({ requestId }) => requestId === failed.body.requestId);
    assert.equal(failure?.route, '/auth/me');
    assert.match(JSON.stringify(failure), /the cause of it/);
    const claims = lines.filter(({ msg }) => msg === 'a node claimed to be another');
    assert.deepEqual(
      claims.map(({ node_id }) => node_id),
      [node.id, node.id],
    );
    for (const secret of ['m4rk3r', user.token, user.password, node.key, '\u001b'])
      assert.ok(!written.includes(secret), `the log holds ${secret.slice(0, 10)}`);
  });
});
