/** What holds for every body of a sensor: however hostile, it is no fault of ours; what is not understood is counted. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { InputBody } from '../../../src/api/inputs/input-body.ts';
import { readInput } from '../../../src/api/inputs/input-routes.ts';
import { AppError } from '../../../src/core/errors.ts';
import { eventKinds } from '../../../src/core/event.ts';

const deep = (levels: number): string => `${'{"message":'.repeat(levels)}1${'}'.repeat(levels)}`;
const hostile: (string | Buffer)[] = [
  deep(40),
  deep(5000),
  '['.repeat(100_000),
  `{"message":"${'['.repeat(50_000)}"}`,
  '{"__proto__":{"logtype":2000}}',
  '{"constructor":{"prototype":{"logtype":2000}}}',
  'message=%7B%22__proto__%22%3A1%7D',
  '__proto__=1',
  'message=%ff%fe%00',
  `a=${'%41'.repeat(200_000)}`,
  Buffer.from([0, 1, 2, 3, 255, 254]),
  Buffer.alloc(1_000_000, '"'),
  JSON.stringify({ eventid: 'cowrie.login.failed', src_ip: {}, timestamp: [] }),
  JSON.stringify({ logtype: { toString: 1 }, src_host: null, logdata: 7 }),
  JSON.stringify(Array.from({ length: 6000 }, () => ({ a: 1 }))),
];

const now = '2026-11-30T12:00:00.000Z';

describe('a body of a sensor', () => {
  const read = async (body: string | Buffer, contentType: string): Promise<void> => {
    try {
      const { drafts, skipped, problems } = await readInput(
        new InputBody(Buffer.from(body), contentType),
        now,
      );
      assert.ok(drafts.length + skipped + problems.length > 0, 'nothing was counted');
      for (const draft of drafts) {
        assert.ok(eventKinds.includes(draft.kind));
        // Without a time of its own, a record is another event each time it comes.
        assert.ok(draft.event_id !== null || draft.timestamp === now);
      }
      for (const { reason, sample } of problems) assert.ok(reason.length < 1000 && sample.length <= 1000);
    } catch (error) {
      assert.ok(error instanceof AppError, String(error));
      assert.ok(['bad_request', 'too_large', 'invalid_request'].includes(error.code), error.code);
    }
  };

  it('answers for every hostile body', async () => {
    for (const body of hostile)
      for (const type of ['', 'application/json', 'application/x-www-form-urlencoded', 'text/plain'])
        await read(body, type);
  });

  it('is another event each time where its records have no time, and the same one where they have', async () => {
    const timeless = { src_ip: '203.0.113.9', path: '/', method: 'GET' };
    const idsOf = async (record: object): Promise<(string | null)[]> => {
      const body = new InputBody(Buffer.from(JSON.stringify([record, record])), 'application/json');
      return (await readInput(body, now)).drafts.map(({ event_id }) => event_id);
    };
    assert.deepEqual(await idsOf(timeless), [null, null]);
    const [first, second] = await idsOf({ ...timeless, timestamp: '2026-11-21T10:15:30Z' });
    assert.ok(first?.startsWith('sha256:') && first === second);
  });

  it('is not too large because its bytes are no UTF-8', async () => {
    const record = { eventid: 'cowrie.login.failed', src_ip: '203.0.113.9', timestamp: now, session: 'a1' };
    const lines = ['ü'.repeat(400), 'é'.repeat(400)].map((username) =>
      JSON.stringify({ ...record, username }),
    );
    for (const text of [lines[0], lines.join('\n')]) {
      const body = new InputBody(Buffer.from(text ?? '', 'latin1'), 'application/json');
      const { drafts } = await readInput(body, now);
      assert.ok(drafts.length > 0, text);
    }
  });

  it('answers for whatever is sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.webQueryParameters()), (body) =>
        read(body, 'application/json'),
      ),
      { numRuns: 500 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), (bytes) => read(Buffer.from(bytes), '')),
      { numRuns: 500 },
    );
  });
});
