import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { ClientError } from '../../src/client/client-error.ts';
import { createEventSender, toBodies } from '../../src/client/send-events.ts';
import { type DraftEvent, silentKinds } from '../../src/core/event.ts';
import { findFormat } from '../../src/ingest/index.ts';
import { parseNativeEvent } from '../../src/ingest/native.ts';
import { aDraft } from '../support/drafts.ts';
import { vectorsOf } from '../support/vectors.ts';

const draft = (n: number, payload = ''): DraftEvent =>
  parseNativeEvent({
    timestamp: '2026-08-21T10:15:30Z',
    service: 'ssh',
    source_ip: '203.0.113.9',
    activity: 'login failed',
    payload,
    event_id: `e-${n}`,
  });

interface Call {
  lines: { event_id: string }[];
  key: string | null;
}
type Reply = { status: number; body?: unknown; headers?: Record<string, string> } | Error;

/** A server that answers what the script says, call by call, and then takes everything. */
function serverOf(script: Reply[]) {
  const calls: Call[] = [];
  const waits: number[] = [];
  const troubles: string[] = [];
  const fetch = (async (url: string, init: { headers: Record<string, string>; body: Uint8Array }) => {
    assert.equal(url, 'http://server.example/api/events');
    const lines = gunzipSync(init.body).toString().trim().split('\n');
    calls.push({ lines: lines.map((line) => JSON.parse(line)), key: init.headers['x-node-key'] ?? null });
    const reply = script.shift();
    if (reply instanceof Error) throw reply;
    if (reply)
      return new Response(JSON.stringify(reply.body ?? {}), { status: reply.status, headers: reply.headers });
    return Response.json({ results: lines.map(() => ({ status: 'accepted', alert_created: false })) });
  }) as unknown as typeof globalThis.fetch;
  const send = createEventSender({
    url: 'http://server.example/',
    key: 'nk_x',
    fetch,
    wait: async (ms) => waits.push(ms),
    random: () => 1,
    onRetry: ({ message }) => troubles.push(message),
    newId: () => `new-${calls.length}`,
  });
  return { send, calls, waits, troubles };
}
const refusal = async (work: Promise<unknown>): Promise<ClientError> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ClientError, String(error));
  return error;
};

describe('events sent over HTTP', () => {
  it('say that they are old records of an import only when they are', async () => {
    const asked: string[] = [];
    const fetch = (async (url: string) => {
      asked.push(url);
      return Response.json({ results: [{ status: 'accepted', alert_created: false }] });
    }) as unknown as typeof globalThis.fetch;
    for (const history of [true, false])
      await createEventSender({ url: 'http://server.example', key: 'nk_x', fetch, history })([aDraft()]);
    assert.deepEqual(asked, [
      'http://server.example/api/events?history=true',
      'http://server.example/api/events',
    ]);
  });

  it('have the outcomes that the server gave them', async () => {
    const results = [
      { status: 'accepted', alert_created: true },
      { status: 'duplicate', alert_created: true },
      { status: 'rejected', reason: 'payload: is bad' },
      { status: 'something new' },
    ];
    const { send, calls } = serverOf([{ status: 200, body: { results } }]);
    const outcomes = await send([draft(1), draft(2), draft(3), draft(4)]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['accepted', 'duplicate', 'rejected', 'rejected'],
    );
    assert.equal(outcomes[2]?.reason, 'payload: is bad');
    assert.equal(calls[0]?.key, 'nk_x');
  });

  it('report once for each request why it has to wait', async () => {
    const { send, troubles } = serverOf([new Error('away'), new Error('away'), { status: 503 }]);
    await send([draft(1)]);
    assert.deepEqual(troubles, ['http://server.example/ cannot be reached (Error)']);
    await send([draft(2)]);
    assert.equal(troubles.length, 1, 'nothing is reported where the first attempt succeeds');
  });

  it('are sent again while the server is busy or away, after the time that it asks for', async () => {
    const away = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });
    const busy = { status: 503, headers: { 'retry-after': '7' } };
    const { send, calls, waits } = serverOf([
      away,
      busy,
      { status: 429, headers: { 'retry-after': '9999' } },
      { status: 502 },
    ]);
    assert.equal((await send([draft(1)])).length, 1);
    assert.deepEqual(
      calls.map(({ lines }) => lines[0]?.event_id),
      ['e-1', 'e-1', 'e-1', 'e-1', 'e-1'],
    );
    assert.equal(waits[1], 7000);
    assert.equal(waits[2], 60_000);
  });

  it('are given up in the end, with an error that may be tried again', async () => {
    const { send, calls } = serverOf(Array.from({ length: 20 }, () => ({ status: 503 })));
    const error = await refusal(send([draft(1)]));
    assert.equal(calls.length, 8);
    assert.deepEqual([error.kind, error.status, error.retryable], ['overloaded', 503, true]);
  });

  it('fail at once where trying again is of no use', async () => {
    const kinds = { 400: 'refused', 401: 'unauthenticated', 403: 'forbidden', 404: 'refused' } as const;
    for (const [status, kind] of Object.entries(kinds)) {
      const { send, calls } = serverOf([{ status: Number(status), body: { detail: 'Unknown node key' } }]);
      const error = await refusal(send([draft(1)]));
      assert.equal(calls.length, 1);
      assert.deepEqual([error.kind, error.retryable, error.detail], [kind, false, 'Unknown node key']);
      assert.equal(error.message, `http://server.example/ answered ${status} Unknown node key`);
    }
  });

  it('are not taken for sent where the answer is no answer to them', async () => {
    for (const body of [{}, { results: [] }, { results: 'x' }, [], 'text', { results: [{}, {}] }, null]) {
      const { send } = serverOf([{ status: 200, body }]);
      assert.equal((await refusal(send([draft(1)]))).kind, 'unexpected');
    }
    const { send } = serverOf([{ status: 200, body: { results: [null] } }]);
    assert.deepEqual((await send([draft(1)]))[0]?.status, 'rejected');
  });

  it('are halved while a body is too large, and one that is too large alone is rejected', async () => {
    const large = { status: 413 };
    const { send, calls } = serverOf([large, large, large]);
    const outcomes = await send([draft(1), draft(2), draft(3)]);
    assert.deepEqual(
      calls.map(({ lines }) => lines.map(({ event_id }) => event_id).join()),
      ['e-1,e-2,e-3', 'e-1', 'e-2,e-3', 'e-2', 'e-3'],
    );
    assert.deepEqual(
      outcomes.map(({ status, reason }) => reason ?? status),
      ['is too large for the server', 'accepted', 'accepted'],
    );
  });

  it('have an id before their first attempt, so that a repeat is harmless', async () => {
    const { send, calls } = serverOf([new Error('away')]);
    await send([{ ...draft(1), event_id: null }]);
    assert.deepEqual(
      calls.map(({ lines }) => lines[0]?.event_id),
      ['new-0', 'new-0'],
    );
  });

  it('keep what the server says of trying again', async () => {
    const results = [
      { status: 'rejected', reason: 'x', retryable: true },
      { status: 'rejected', reason: 'y' },
    ];
    const { send } = serverOf([{ status: 200, body: { results } }]);
    assert.deepEqual(
      (await send([draft(1), draft(2)])).map(({ retryable }) => retryable),
      [true, undefined],
    );
  });

  it('go in bodies below what a server takes', () => {
    const drafts = Array.from({ length: 20 }, (_, n) => draft(n, 'x'.repeat(5000)));
    const bodies = toBodies(drafts, 20_000);
    assert.ok(bodies.length > 4);
    assert.equal(bodies.flat().length, 20);
    for (const body of bodies) assert.ok(Buffer.byteLength(body.join('\n')) <= 20_000);
    assert.deepEqual(
      bodies.flat().map((line) => JSON.parse(line).event_id),
      drafts.map(({ event_id }) => event_id),
    );
  });

  it('are native events that give the same drafts again, whatever they were made of', () => {
    let tried = 0;
    for (const format of ['native', 'cowrie', 'opencanary'])
      for (const { record, why } of vectorsOf(format)) {
        const before = findFormat(format)?.parse(record);
        if (!before) continue;
        const [[line = ''] = []] = toBodies([{ ...before, event_id: 'e' }]);
        const { extra, ...after } = parseNativeEvent(JSON.parse(line));
        const { extra: own, ...rest } = before;
        // What comes with a payload is read, whatever kind its sender states: nobody hides an attack as a sensor's message.
        const kind = silentKinds.has(rest.kind) && rest.payload !== '' ? 'client.identified' : rest.kind;
        assert.deepEqual(after, { ...rest, kind, event_id: 'e' }, why);
        assert.deepEqual(extra, { ...own, kind: before.kind }, why);
        tried += 1;
      }
    assert.ok(tried > 100);
  });

  it('say the session, whatever the record calls it', () => {
    const connection = { protocol: 'smbd', transport: 'tcp', type: 'accept' };
    const record = { connection, src_ip: '203.0.113.9', src_port: 1, dst_port: 445 };
    const seen = findFormat('dionaea')?.parse({ ...record, timestamp: '2026-08-21T10:15:30.000000' });
    assert.ok(seen && seen.session !== null);
    assert.equal(parseNativeEvent(JSON.parse(toBodies([seen])[0]?.[0] ?? '')).session, seen.session);
    const mapped = { ...draft(1), session: 'c1', extra: { conn: 'c1' } };
    assert.equal(parseNativeEvent(JSON.parse(toBodies([mapped])[0]?.[0] ?? '')).session, 'c1');
  });
});
