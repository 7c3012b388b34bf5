import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { CliError } from '../../src/cli/failure.ts';
import { createRemoteSink, toBodies } from '../../src/client/send-events.ts';
import type { DraftEvent } from '../../src/core/event.ts';
import { findFormat } from '../../src/ingest/index.ts';
import { parseNativeEvent } from '../../src/ingest/native.ts';
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
    assert.match(url, /\/api\/events\?history=true$/);
    const lines = gunzipSync(init.body).toString().trim().split('\n');
    calls.push({ lines: lines.map((line) => JSON.parse(line)), key: init.headers['x-node-key'] ?? null });
    const reply = script.shift();
    if (reply instanceof Error) throw reply;
    if (reply)
      return new Response(JSON.stringify(reply.body ?? {}), { status: reply.status, headers: reply.headers });
    return Response.json({ results: lines.map(() => ({ status: 'accepted', alert_created: false })) });
  }) as unknown as typeof globalThis.fetch;
  const sink = createRemoteSink({
    url: 'http://server.example/',
    key: 'nk_x',
    fetch,
    wait: async (ms) => waits.push(ms),
    onTrouble: (trouble) => troubles.push(trouble),
  });
  return { sink, calls, waits, troubles };
}
const refusal = async (work: Promise<unknown>): Promise<CliError> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof CliError, String(error));
  return error;
};

describe('an import over HTTP', () => {
  it('says of each event what the server said of it', async () => {
    const results = [
      { status: 'accepted', alert_created: true },
      { status: 'duplicate', alert_created: true },
      { status: 'rejected', reason: 'payload: is bad' },
      { status: 'something new' },
    ];
    const { sink, calls } = serverOf([{ status: 200, body: { results } }]);
    const outcomes = await sink.send([draft(1), draft(2), draft(3), draft(4)]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['accepted', 'duplicate', 'rejected', 'rejected'],
    );
    assert.equal(outcomes[2]?.reason, 'payload: is bad');
    assert.equal(calls[0]?.key, 'nk_x');
  });

  it('says once for each batch why it has to wait', async () => {
    const { sink, troubles } = serverOf([new Error('away'), new Error('away'), { status: 503 }]);
    await sink.send([draft(1)]);
    assert.deepEqual(troubles, ['http://server.example/ does not answer (Error)']);
    await sink.send([draft(2)]);
    assert.equal(troubles.length, 1, 'nothing to say where the first attempt is taken');
  });

  it('sends the same again while the server is busy or away, and waits as long as it asks', async () => {
    const away = Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });
    const busy = { status: 503, headers: { 'retry-after': '7' } };
    const { sink, calls, waits } = serverOf([
      away,
      busy,
      { status: 429, headers: { 'retry-after': '9999' } },
      { status: 502 },
    ]);
    assert.equal((await sink.send([draft(1)])).length, 1);
    assert.deepEqual(
      calls.map(({ lines }) => lines[0]?.event_id),
      ['e-1', 'e-1', 'e-1', 'e-1', 'e-1'],
    );
    assert.equal(waits[1], 7000);
    assert.equal(waits[2], 60_000);
  });

  it('gives up in the end, and says that running it again goes on', async () => {
    const { sink, calls } = serverOf(Array.from({ length: 20 }, () => ({ status: 503 })));
    const error = await refusal(sink.send([draft(1)]));
    assert.equal(calls.length, 8);
    assert.match(error.message, /answers 503/);
    assert.match(error.hint ?? '', /run the same command again/);
  });

  it('stops at once where trying again is of no use', async () => {
    for (const status of [400, 401, 403, 404, 413]) {
      const { sink, calls } = serverOf([{ status, body: { detail: 'This key opens no node' } }]);
      const error = await refusal(sink.send([draft(1)]));
      assert.equal(calls.length, 1);
      assert.match(error.message, new RegExp(`answers ${status} This key opens no node`));
    }
  });

  it('believes no server that answers otherwise', async () => {
    for (const body of [{}, { results: [] }, { results: 'x' }, [], 'text', { results: [{}, {}] }]) {
      const { sink } = serverOf([{ status: 200, body }]);
      assert.match((await refusal(sink.send([draft(1)]))).message, /not as a DecoyVerse server does/);
    }
  });

  it('keeps each body below what a server takes', () => {
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

  it('sends native events that give the same drafts again, whatever they were made of', () => {
    let tried = 0;
    for (const format of ['native', 'cowrie', 'opencanary'])
      for (const { record, why } of vectorsOf(format)) {
        const before = findFormat(format)?.parse(record);
        if (!before) continue;
        const [[line = ''] = []] = toBodies([{ ...before, event_id: 'e' }]);
        const { extra, ...after } = parseNativeEvent(JSON.parse(line));
        const { extra: own, ...rest } = before;
        assert.deepEqual(after, { ...rest, event_id: 'e' }, why);
        assert.deepEqual(extra, { ...own, kind: before.kind }, why);
        tried += 1;
      }
    assert.ok(tried > 100);
  });
});
