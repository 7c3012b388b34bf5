import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { AppError } from '../../src/core/errors.ts';
import type { DraftEvent } from '../../src/core/event.ts';
import { toText } from '../../src/ingest/framing/decode.ts';
import { native } from '../../src/ingest/native.ts';
import { type BatchEntry, type BatchRules, readBatch, readBatches } from '../../src/ingest/read-batch.ts';

async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let n = 0; at < bytes.length; n++) {
    const size = sizes[n % sizes.length] ?? bytes.length;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** A format that takes everything. */
const anything: BatchRules = { parse: () => ({}) as DraftEvent };

async function read(
  input: string | Uint8Array,
  sizes: readonly number[] = [1 << 20],
  maxBytes = 1000,
  rules = anything,
): Promise<BatchEntry[]> {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  const out: BatchEntry[] = [];
  for await (const entries of readBatches(pieces(bytes, sizes), rules, maxBytes)) out.push(...entries);
  return out;
}
const shown = (entries: BatchEntry[]): string[] =>
  entries.map(
    (entry) => `${entry.line} ${entry.status === 'draft' ? JSON.stringify(entry.record) : entry.reason}`,
  );

describe('records', () => {
  it('are read one a line, and every line that is none is named', async () => {
    assert.deepEqual(shown(await read('{"a":1}\r\n\n  \nbad\n{"b":2}\n{"c":')), [
      '1 {"a":1}',
      '4 is not valid JSON',
      '5 {"b":2}',
      '6 is truncated',
    ]);
  });

  it('are read from one array, however it is laid out', async () => {
    const array = '[{"a":1},{"b":"]},{["},\n  {"c":[1,{"x":2}]},\n oops, {"d":4}\n]\n';
    assert.deepEqual(shown(await read(array)), [
      '1 {"a":1}',
      '1 {"b":"]},{["}',
      '2 {"c":[1,{"x":2}]}',
      '3 is not valid JSON',
      '3 {"d":4}',
    ]);
  });

  it('are read from an array that is cut off, up to the cut', async () => {
    assert.deepEqual(shown(await read('[{"a":1},{"b":"x')), ['1 {"a":1}', '1 is truncated']);
  });

  it('are read from objects over several lines', async () => {
    assert.deepEqual(shown(await read('{\n  "a": 1\n}\n{\n  "b": {"c": 2}\n}\n')), [
      '1 {"a":1}',
      '4 {"b":{"c":2}}',
    ]);
  });

  it('that are too long are counted and passed by, in every layout', async () => {
    const long = 'x'.repeat(1500);
    assert.deepEqual(shown(await read(`${long}\n{"a":1}\n${long}`)), [
      '1 is longer than 1000 bytes (1500)',
      '2 {"a":1}',
      '3 is longer than 1000 bytes (1500)',
    ]);
    assert.deepEqual(shown(await read(`["${long}",{"a":1}]`)), [
      '1 is longer than 1000 bytes (1502)',
      '1 {"a":1}',
    ]);
  });

  it('keep memory bounded by the limit, not by the line', async () => {
    const chunk = new Uint8Array(64 * 1024).fill(120);
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let n = 0; n < 4000; n++) yield chunk;
      yield Buffer.from('\n{"a":1}\n');
    }
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
    let peak = 0;
    const out: BatchEntry[] = [];
    for await (const entries of readBatches(endless(), anything)) {
      const { arrayBuffers, heapUsed } = process.memoryUsage();
      peak = Math.max(peak, arrayBuffers + heapUsed - before);
      out.push(...entries);
    }
    assert.deepEqual(shown(out), [`1 is longer than 1048576 bytes (${4000 * 64 * 1024})`, '2 {"a":1}']);
    assert.ok(peak < 64 * 1024 * 1024, `grew by ${peak} bytes`);
  });

  it('with bytes that are not UTF-8 stay readable and different', () => {
    assert.equal(toText(Buffer.from([0x63, 0x61, 0x66, 0xe9])), 'café');
    assert.equal(toText(Buffer.from([0xc3, 0xa9, 0xff, 0xf0, 0x9f, 0x98, 0x80])), 'éÿ😀');
    assert.notEqual(toText(Buffer.from([0x80])), toText(Buffer.from([0x81])));
    assert.equal(toText(Buffer.from([0xf0, 0x9f])), 'ð\u009f');
  });

  it('survive what a power cut leaves, and a byte-order mark', async () => {
    assert.deepEqual(shown(await read('\ufeff{"a":1}\n\0\0\0\0{"b":2}\n\0\0\0\n')), [
      '1 {"a":1}',
      '2 {"b":2}',
    ]);
    assert.deepEqual(shown(await read('\ufeff[{"a":1}]')), ['1 {"a":1}']);
  });

  it('are none in an empty input', async () => {
    for (const nothing of ['', '\n\n', '   ', '[]', '[\n]\n']) assert.deepEqual(await read(nothing), []);
  });

  it('are the same, however the bytes are cut into chunks', async () => {
    const value = fc.jsonValue({ maxDepth: 3 }).filter((some) => {
      const text = JSON.stringify(some);
      // Keys that reach for prototypes are refused, which is tested below.
      return text.length < 300 && !/__proto__|constructor/.test(text);
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ a: value, 'é"}\\': value }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 }),
        async (records, sizes) => {
          const lines = records.map((record) => JSON.stringify(record)).join('\n');
          for (const input of [lines, JSON.stringify(records), JSON.stringify(records, null, 2)]) {
            const got = await read(input, sizes, 100_000);
            assert.deepEqual(
              got.map((entry) => JSON.stringify(entry.status === 'draft' && entry.record)),
              records.map((record) => JSON.stringify(record)),
            );
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('of any bytes at all end in records or reasons', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 40 }),
        async (bytes, size) => {
          // A file that is not read at all is named by an error.
          const entries = await read(bytes, [size], 100).catch((error: Error) => {
            assert.equal(error.name, 'InputError');
            return [];
          });
          for (const [index, entry] of entries.entries()) {
            assert.equal(entry.index, index);
            assert.ok(entry.status === 'draft' || entry.reason.length < 80);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what is beside an array', () => {
  it('is named, once a line, and read where it is a record', async () => {
    assert.deepEqual(shown(await read('[{"a":1}] more and more\n{"b":2}\n')), [
      '1 {"a":1}',
      '1 is text after a record',
      '2 {"b":2}',
    ]);
  });
});

describe('a compressed input', () => {
  const lines = Array.from({ length: 500 }, (_, n) => JSON.stringify({ n })).join('\n');

  it('is known by its first bytes, however they are cut', async () => {
    for (const sizes of [[1], [7], [1 << 20]])
      assert.deepEqual(shown(await read(gzipSync(lines), sizes)), shown(await read(lines)));
    const members = Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"b":2}\n')]);
    assert.deepEqual(shown(await read(members)), ['1 {"a":1}', '2 {"b":2}']);
  });

  it('that is cut off or damaged gives what stands before, and an error that says which', async () => {
    const packed = gzipSync(
      Buffer.from(fc.sample(fc.uint8Array({ minLength: 3000, maxLength: 3000 }), 1)[0] ?? []),
    );
    await assert.rejects(read(packed.subarray(0, packed.length >> 1)), {
      name: 'InputError',
      kind: 'cut_off',
    });
    const damaged = Uint8Array.from(packed);
    damaged.fill(0xff, 12, 40);
    await assert.rejects(read(damaged), { name: 'InputError', kind: 'damaged' });
    const got: BatchEntry[] = [];
    const cut = gzipSync(lines, { level: 0 });
    await assert.rejects(async () => {
      for await (const entries of readBatches(pieces(cut.subarray(0, -20), [64]), anything))
        got.push(...entries);
    });
    assert.ok(got.length > 0 && got.every(({ status }) => status === 'draft'));
  });
});

describe('the rules for a record', () => {
  const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const poison = '{"__proto__":{"x":1}}';
  const hidden = '{"\\u005f_proto__":1}';
  const constructed = '{"constructor":{"prototype":{}}}';

  it('are the same in a file, in lines and in an array', async () => {
    const records = [deep(32), deep(33), deep(20_000), poison, hidden, constructed, '{"constructor":1}'];
    const expected = [true, false, false, false, false, false, true];
    const taken = (entries: BatchEntry[]) => entries.map(({ status }) => status === 'draft');
    const lines = Buffer.from(records.join('\n'));
    const array = Buffer.from(`[${records.join(',')}]`);
    assert.deepEqual(taken(await read(lines, [1 << 20], 1 << 20)), expected);
    assert.deepEqual(taken(await read(array, [1 << 20], 1 << 20)), expected);
    assert.deepEqual(taken(await readBatch(lines, 'lines', anything)), expected);
    assert.deepEqual(taken(await readBatch(array, 'json', anything)), expected);
    const reasons = (entries: BatchEntry[]) =>
      entries.map((one) => (one.status === 'draft' ? '' : one.reason));
    assert.deepEqual(
      reasons(await readBatch(array, 'json', anything)),
      reasons(await readBatch(lines, 'lines', anything)),
    );
  });

  it('are the format’s and the caller’s too, and every record is one entry in its place', async () => {
    const event = {
      timestamp: '2026-08-21T10:15:30Z',
      service: 'ssh',
      source_ip: '203.0.113.9',
      activity: 'x',
    };
    const body = [
      event,
      { ...event, service: '', event_id: 'e-1' },
      { ...event, node_id: 'other' },
      'text',
      null,
    ];
    const rules: BatchRules = {
      parse: native.parse,
      refuse: (record) => ((record as { node_id?: unknown } | null)?.node_id ? 'is not yours' : null),
    };
    const entries = await readBatch(Buffer.from(JSON.stringify(body)), 'json', rules);
    assert.deepEqual(
      entries.map(({ index, status }) => [index, status]),
      [
        [0, 'draft'],
        [1, 'invalid'],
        [2, 'invalid'],
        [3, 'invalid'],
        [4, 'invalid'],
      ],
    );
    assert.partialDeepStrictEqual(entries[1], { event_id: 'e-1', reason: 'service: must not be empty' });
    assert.partialDeepStrictEqual(entries[2], { reason: 'is not yours' });
  });

  it('tell a record that is no event from a bad one', async () => {
    const entries = await readBatch(Buffer.from('[1]'), 'json', { parse: () => null });
    assert.deepEqual(entries, [
      { index: 0, line: null, status: 'skipped', reason: 'is a message from the sensor about itself' },
    ]);
  });

  it('let a defect of the reader through', async () => {
    const broken: BatchRules = {
      parse: () => {
        throw new TypeError('defect');
      },
    };
    await assert.rejects(readBatch(Buffer.from('{}'), 'json', broken), TypeError);
  });
});

describe('a request body', () => {
  const code = async (text: string | Uint8Array, layout: 'json' | 'lines'): Promise<string> => {
    try {
      await readBatch(Buffer.from(text), layout, anything);
    } catch (error) {
      return error instanceof AppError ? error.code : String(error);
    }
    return 'taken';
  };

  it('with nothing readable in it is refused as a whole', async () => {
    for (const text of ['', '[', '{"a":', 'text', '[]', '[1,2', `[${'['.repeat(50)}`])
      assert.equal(await code(text, 'json'), 'bad_request', text);
    assert.equal(await code(`[${'{"a":'.repeat(40)}1${'}'.repeat(40)}] x`, 'json'), 'bad_request');
    for (const text of ['', '\n\n', 'text\nmore', '{broken'])
      assert.equal(await code(text, 'lines'), 'bad_request', text);
  });

  it('has a byte-order mark or broken bytes, and at most 5,000 records', async () => {
    assert.equal(await code('\ufeff{"a":1}', 'json'), 'taken');
    assert.equal(await code('\ufeff{"a":1}', 'lines'), 'taken');
    const broken = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xe9]), Buffer.from('"}')]);
    for (const layout of ['json', 'lines'] as const)
      assert.partialDeepStrictEqual(await readBatch(broken, layout, anything), [{ record: { a: '\ufffd' } }]);
    assert.equal(await code('{}\n'.repeat(5000), 'lines'), 'taken');
    assert.equal(await code('{}\n'.repeat(5001), 'lines'), 'too_large');
    assert.equal(await code(`[${Array(5001).fill(1)}]`, 'json'), 'too_large');
  });

  it('of any bytes at all ends in entries or one error', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('json' as const, 'lines' as const),
        async (bytes, layout) => {
          assert.match(await code(bytes, layout), /^(?:taken|bad_request|too_large)$/);
        },
      ),
      { numRuns: 500 },
    );
  });
});
