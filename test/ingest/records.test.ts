import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { toText } from '../../src/ingest/lines.ts';
import { type RecordLine, readRecords } from '../../src/ingest/records.ts';

async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let n = 0; at < bytes.length; n++) {
    const size = sizes[n % sizes.length] ?? bytes.length;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function read(
  input: string | Uint8Array,
  sizes: readonly number[] = [1 << 20],
  maxBytes = 1000,
): Promise<RecordLine[]> {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  const out: RecordLine[] = [];
  for await (const records of readRecords(pieces(bytes, sizes), maxBytes)) out.push(...records);
  return out;
}
const shown = (records: RecordLine[]): string[] =>
  records.map(({ line, record, problem }) => `${line} ${problem ?? JSON.stringify(record)}`);

describe('records', () => {
  it('are read one a line, and every line that is none is named', async () => {
    assert.deepEqual(shown(await read('{"a":1}\r\n\n  \nbad\n{"b":2}\n{"c":')), [
      '1 {"a":1}',
      '4 is not JSON',
      '5 {"b":2}',
      '6 is cut off',
    ]);
  });

  it('are read from one array, however it is laid out', async () => {
    const array = '[{"a":1},{"b":"]},{["},\n  {"c":[1,{"x":2}]},\n oops, {"d":4}\n]\n';
    assert.deepEqual(shown(await read(array)), [
      '1 {"a":1}',
      '1 {"b":"]},{["}',
      '2 {"c":[1,{"x":2}]}',
      '3 is not JSON',
      '3 {"d":4}',
    ]);
  });

  it('are read from an array that is cut off, up to the cut', async () => {
    assert.deepEqual(shown(await read('[{"a":1},{"b":"x')), ['1 {"a":1}', '1 is cut off']);
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
    assert.deepEqual(shown(await read(`["${long}",{"a":1}]`)), ['1 is longer than 1000 bytes', '1 {"a":1}']);
  });

  it('keep memory bounded by the limit, not by the line', async () => {
    const chunk = new Uint8Array(64 * 1024).fill(120);
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (let n = 0; n < 4000; n++) yield chunk;
      yield Buffer.from('\n{"a":1}\n');
    }
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed;
    let peak = 0;
    const out: RecordLine[] = [];
    for await (const records of readRecords(endless())) {
      const { arrayBuffers, heapUsed } = process.memoryUsage();
      peak = Math.max(peak, arrayBuffers + heapUsed - before);
      out.push(...records);
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
    const value = fc.jsonValue({ maxDepth: 3 }).filter((some) => JSON.stringify(some).length < 300);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ a: value, 'é"}\\': value }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 }),
        async (records, sizes) => {
          const lines = records.map((record) => JSON.stringify(record)).join('\n');
          for (const input of [lines, JSON.stringify(records), JSON.stringify(records, null, 2)]) {
            const got = await read(input, sizes, 100_000);
            assert.deepEqual(
              got.map(({ record }) => JSON.stringify(record)),
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
          for (const { record, problem } of await read(bytes, [size], 100))
            assert.ok(problem === null || (record === null && problem.length < 80));
        },
      ),
      { numRuns: 300 },
    );
  });
});
