import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openServer } from '../../src/server.ts';
import { type Api, honeypotLog, openApi, type TestNode, type TestUser } from '../support/api-client.ts';

interface Message {
  id: string;
  event: string;
  data: { log_id?: string; payload?: string; kind?: string; id?: string };
}

/** A reader of the stream, as a browser's would be. */
class Stream {
  readonly status: number;
  readonly headers: Headers;
  private readonly reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  private readonly abort: AbortController;
  private text = '';
  lastId = '';

  private constructor(response: Response, abort: AbortController) {
    this.status = response.status;
    this.headers = response.headers;
    this.reader = response.body?.getReader();
    this.abort = abort;
  }
  static async open(address: string, headers: Record<string, string>): Promise<Stream> {
    const abort = new AbortController();
    return new Stream(await fetch(`${address}/api/live`, { headers, signal: abort.signal }), abort);
  }
  /** The next message, or null at the end. Comments and bare ids are passed over. */
  async next(): Promise<Message | null> {
    for (;;) {
      const end = this.text.indexOf('\n\n');
      if (end < 0) {
        const { value, done } = await this.reader!.read();
        if (done) return null;
        this.text += Buffer.from(value).toString('utf8');
        continue;
      }
      const fields = Object.fromEntries(
        this.text
          .slice(0, end)
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      this.text = this.text.slice(end + 2);
      if (fields.id) this.lastId = fields.id;
      if (fields.data !== undefined)
        return { id: fields.id ?? '', event: fields.event ?? '', data: JSON.parse(fields.data) };
    }
  }
  async nextEvent(): Promise<Message> {
    for (;;) {
      const message = await this.next();
      assert.ok(message, 'the stream ended');
      if (message.event === 'event') return message;
    }
  }
  close(): void {
    this.abort.abort();
  }
}

async function open(t: Parameters<typeof openApi>[0], options: Parameters<typeof openApi>[1] = {}) {
  const api = await openApi(t, options);
  const user = await api.createUser();
  return { api, user, node: await api.createNode(user) };
}
const send = (api: Api, node: TestNode, payload: string) =>
  api.call<{ log_id: string }>('POST', '/api/honeypot-log', {
    headers: { 'x-node-key': node.key },
    body: { ...honeypotLog, payload },
  });
const listen = (api: Api, user: TestUser, more: Record<string, string> = {}) =>
  Stream.open(api.address, { ...user.headers, ...more });

describe('the live stream', () => {
  it('shows what happens from now on, with everything an event has', async (t) => {
    const { api, user, node } = await open(t);
    await send(api, node, 'before');
    const stream = await listen(api, user);
    t.after(() => stream.close());
    assert.equal(stream.status, 200);
    assert.match(stream.headers.get('content-type') ?? '', /^text\/event-stream/);
    const { body } = await send(api, node, 'hostile\r\n\r\nid: 7\n\ndata: {}\u2028\0');
    const { data } = await stream.nextEvent();
    assert.equal(data.log_id, body.log_id);
    assert.equal(data.payload, 'hostile\r\n\r\nid: 7\n\ndata: {}\u2028\0');
    const shown = await api.call('GET', `/api/events/${body.log_id}`, { headers: user.headers });
    assert.deepEqual(data, shown.body);
  });

  it('tells of alerts, nodes and other changes', async (t) => {
    const { api, user } = await open(t);
    const stream = await listen(api, user);
    t.after(() => stream.close());
    const { body } = await api.call('POST', '/nodes', { headers: user.headers, body: { name: 'new' } });
    const message = await stream.next();
    assert.equal(message?.event, 'change');
    assert.equal(message?.data.kind, 'node');
    assert.equal(message?.data.id, body.node_id);
  });

  it('goes on where it was cut, missing nothing and repeating nothing', async (t) => {
    const { api, user, node } = await open(t);
    const first = await listen(api, user);
    await send(api, node, 'one');
    const seen = await first.nextEvent();
    first.close();
    for (const payload of ['two', 'three']) await send(api, node, payload);
    const second = await listen(api, user, { 'last-event-id': seen.id });
    t.after(() => second.close());
    assert.equal((await second.nextEvent()).data.payload, 'two');
    assert.equal((await second.nextEvent()).data.payload, 'three');
    await send(api, node, 'four');
    assert.equal((await second.nextEvent()).data.payload, 'four');
  });

  it('shows a tenant his own only', async (t) => {
    const { api, user, node } = await open(t);
    const other = await api.createUser();
    const theirs = await api.createNode(other);
    const stream = await listen(api, user);
    t.after(() => stream.close());
    await send(api, theirs, 'theirs');
    await send(api, node, 'mine');
    assert.equal((await stream.nextEvent()).data.payload, 'mine');
    const begin = await listen(api, other, { 'last-event-id': stream.lastId });
    t.after(() => begin.close());
    await send(api, theirs, 'again');
    const payload = (await begin.nextEvent()).data.payload;
    assert.ok(payload === 'again' || payload === 'theirs');
  });

  it('starts from now when the place to go on from is unreadable', async (t) => {
    const { api, user, node } = await open(t);
    await send(api, node, 'before');
    for (const id of ['x', '-1', '999999999999999999999', '{"$gt":""}', '%00']) {
      const stream = await listen(api, user, { 'last-event-id': id });
      assert.equal(stream.status, 200, id);
      await send(api, node, `after ${id}`);
      assert.equal((await stream.nextEvent()).data.payload, `after ${id}`);
      stream.close();
    }
  });

  it('ends when the token expires', async (t) => {
    let ahead = 0;
    const { api, user } = await open(t, { overrides: { clock: () => Date.now() + ahead } });
    const stream = await listen(api, user);
    ahead = 7 * 24 * 3600_000 + 10_000;
    let message = await stream.next();
    while (message !== null) message = await stream.next();
    assert.equal((await listen(api, user)).status, 401);
  });

  it('ends when the token is revoked', async (t) => {
    const { api, user } = await open(t);
    const stream = await listen(api, user);
    await api.call('POST', '/auth/logout', { headers: user.headers });
    let message = await stream.next();
    while (message !== null) message = await stream.next();
    assert.equal((await listen(api, user)).status, 401);
  });

  it('is not for pages of other origins', async (t) => {
    const { api, user } = await open(t, { env: { CORS_ORIGINS: 'https://console.example.org' } });
    assert.equal((await listen(api, user, { origin: 'https://evil.example' })).status, 403);
    assert.equal((await listen(api, user, { origin: 'null' })).status, 403);
    for (const origin of ['https://console.example.org', api.address]) {
      const stream = await listen(api, user, { origin });
      assert.equal(stream.status, 200);
      stream.close();
    }
  });

  it('is bounded for each tenant, and a closed one makes room', async (t) => {
    const { api, user } = await open(t);
    const streams = await Promise.all(Array.from({ length: 20 }, () => listen(api, user)));
    t.after(() => {
      for (const stream of streams) stream.close();
    });
    const refused = await listen(api, user);
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    const other = await api.createUser();
    const theirs = await listen(api, other);
    assert.equal(theirs.status, 200);
    theirs.close();
    streams.pop()?.close();
    // A spare connection that fetch opened for an aborted request may be closed, silent as it was, while it is taken up.
    let again = await listen(api, user).catch(() => listen(api, user));
    for (let tries = 0; again.status === 429 && tries < 50; tries++) again = await listen(api, user);
    assert.equal(again.status, 200);
    again.close();
  });

  it('counts those that come at once while the store takes its time, and those that leave meanwhile', async (t) => {
    const { api, user } = await open(t);
    const gate = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const of = api.store.of.bind(api.store);
    let waiting = 0;
    t.mock.method(api.store, 'of', (id: string) => {
      const tenant = of(id);
      return {
        ...tenant,
        feed: async (...request: Parameters<typeof tenant.feed>) => {
          if (++waiting === 20) asked.resolve();
          await gate.promise;
          return tenant.feed(...request);
        },
      };
    });
    const abort = new AbortController();
    const opened = Array.from({ length: 20 }, () =>
      fetch(`${api.address}/api/live`, { headers: user.headers, signal: abort.signal }).catch(() => null),
    );
    await asked.promise;
    assert.equal((await listen(api, user)).status, 429);
    abort.abort();
    await Promise.all(opened);
    const { connections } = await new Promise<{ connections: number }>((resolve) => {
      const look = (): void => {
        api.app.server.getConnections((_error, connections) =>
          connections <= 1 ? resolve({ connections }) : setTimeout(look, 5),
        );
      };
      look();
    });
    assert.ok(connections <= 1);
    gate.resolve();
    // A spare connection that fetch opened for an aborted request may be closed, silent as it was, while it is taken up.
    let again = await listen(api, user).catch(() => listen(api, user));
    for (let tries = 0; again.status === 429 && tries < 50; tries++) again = await listen(api, user);
    assert.equal(again.status, 200);
    again.close();
  });

  it('does not keep the server from stopping', async () => {
    let close: (() => Promise<void>) | undefined;
    const { api, user } = await open({ after: (fn) => (close = fn) });
    const stream = await listen(api, user);
    assert.equal(stream.status, 200);
    await close?.();
    let message = await stream.next();
    while (message !== null) message = await stream.next();
  });

  it('shows what other processes on the same store commit', async (t) => {
    const { api, user, node } = await open(t);
    const stream = await listen(api, user);
    t.after(() => stream.close());
    // A second server on the same store: its commits ring no bell in the first one.
    const store = new Proxy(api.store, {
      get: (target, name) => (name === 'close' ? async () => undefined : Reflect.get(target, name, target)),
    });
    const second = await openServer({ ...api.config, port: 0 }, { store, log: api.log, bcryptCost: 4 });
    t.after(() => second.close());
    const response = await fetch(`${second.address}/api/honeypot-log`, {
      method: 'POST',
      headers: { 'x-node-key': node.key, 'content-type': 'application/json' },
      body: JSON.stringify({ ...honeypotLog, payload: 'from the other one' }),
    });
    assert.equal(response.status, 200);
    assert.equal((await stream.nextEvent()).data.payload, 'from the other one');
  });
});
