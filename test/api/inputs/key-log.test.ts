import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import pino from 'pino';
import { inputs } from '../../../src/api/inputs/index.ts';
import { openApi } from '../../support/api-client.ts';

const record = (at: number): object => ({
  eventid: 'cowrie.login.failed',
  session: 'a1',
  src_ip: '203.0.113.9',
  username: 'root',
  password: 'x',
  timestamp: `2026-11-21T10:15:30.${String(at).padStart(6, '0')}Z`,
});

describe('the key of a node', () => {
  it('stands in no log and no ingest problem, wherever a sensor puts it and whatever becomes of the request', async (t) => {
    let written = '';
    const sink = new Writable({
      write(chunk, _encoding, done) {
        written += String(chunk);
        done();
      },
    });
    const api = await openApi(t, { overrides: { log: pino({ level: 'trace' }, sink) } });
    const user = await api.createUser();
    const node = await api.createNode(user);
    const wrong = `nk_${'w'.repeat(40)}`;
    let answered = '';
    let sent = 0;
    let taken = 0;
    const send = async (path: string, init: RequestInit): Promise<void> => {
      const answer = await fetch(`${api.address}${path}`, init);
      answered += await answer.text();
      sent += 1;
      taken += answer.status < 300 ? 1 : 0;
      assert.ok(answer.status < 500, `${path}: ${answer.status}`);
    };
    for (const key of [node.key, wrong])
      for (const { name, paths = [] } of inputs) {
        const basic = Buffer.from(`user:${key}`).toString('base64');
        for (const body of [JSON.stringify(record(sent)), `hello ${key}`, JSON.stringify({ key, a: 1 })]) {
          await send(`/ingest/${name}`, { method: 'POST', body, headers: { 'x-node-key': key } });
          await send(`/ingest/${name}/${key}`, { method: 'POST', body });
          await send(`/ingest/${name}?key=${key}&dd-api-key=${key}`, { method: 'POST', body });
          await send(`/ingest/${name}`, {
            method: 'POST',
            body,
            headers: { authorization: `Basic ${basic}` },
          });
          await send(`/ingest/${name}/${key}/${key}`, { method: 'POST', body });
          await send(`/ingest/${name}/${key}`, { method: 'DELETE', body });
        }
        for (const path of paths)
          await send(path.replace(/:\w+/, 'x'), {
            method: 'POST',
            body: JSON.stringify(record(sent)),
            headers: { authorization: `Splunk ${key}` },
          });
      }
    await api.call('PATCH', `/nodes/${node.id}`, { headers: user.headers, body: { status: 'inactive' } });
    await send(`/ingest/json/${node.key}`, { method: 'POST', body: JSON.stringify(record(sent)) });
    const { body } = await api.call<unknown[]>('GET', '/api/ingest-problems', { headers: user.headers });
    assert.ok(body.length > 5);
    assert.ok(taken > 50 && sent > 400, `${taken} of ${sent} were taken`);
    for (const text of [written, answered, JSON.stringify(body)])
      for (const key of [node.key, wrong])
        assert.ok(!text.includes(key), text.slice(text.indexOf(key) - 200, text.indexOf(key) + 60));
  });
});
