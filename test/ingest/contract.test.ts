import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { AppError } from '../../src/core/errors.ts';
import { type DraftEvent, eventKinds, type JsonObject } from '../../src/core/event.ts';
import { findFormat, formats } from '../../src/ingest/index.ts';
import { readBatches } from '../../src/ingest/read-batch.ts';
import { vectorsOf } from '../support/vectors.ts';

/** Everything that holds for a draft, whatever it was made of. */
function checkDraft(draft: DraftEvent): void {
  assert.ok(eventKinds.includes(draft.kind), draft.kind);
  assert.match(draft.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.ok(Number.isFinite(Date.parse(draft.timestamp)));
  const isAgent = draft.collection === 'agent_events';
  assert.equal(draft.agent !== null, isAgent);
  assert.ok([...draft.service].length <= 50);
  assert.ok(draft.source_ip !== '' && [...draft.source_ip].length <= 255);
  assert.ok([...draft.activity].length <= 100);
  assert.ok([...draft.payload].length <= 10_000);
  assert.ok(draft.event_id === null || (draft.event_id !== '' && [...draft.event_id].length <= 128));
  assert.ok(draft.session === null || (draft.session !== '' && draft.session.length <= 128));
  assert.ok(draft.extra === null || Object.getPrototypeOf(draft.extra) === Object.prototype);
  JSON.stringify(draft);
}

/** A draft, null, or a refusal that names fields and does not repeat the input; nothing else may come out. */
function outcomeOf(format: string, record: unknown): DraftEvent | null | AppError {
  try {
    const draft = findFormat(format)?.parse(record) ?? null;
    if (draft !== null) checkDraft(draft);
    return draft;
  } catch (error) {
    assert.ok(error instanceof AppError, String(error));
    assert.equal(error.code, 'invalid_request');
    assert.ok((error.errors?.length ?? 0) > 0);
    return error;
  }
}

const nested = (levels: number): JsonObject => {
  let value: JsonObject = {};
  for (let level = 1; level < levels; level++) value = { a: value };
  return value;
};

const nasty = [
  '\u0000',
  'a\u0000b\u001b[2J\u001b]0;x\u0007',
  '\u202egnp.exe',
  '\ud800',
  '\udfff\ud800',
  'x'.repeat(20_000),
  '😀'.repeat(9_999),
  `${'x'.repeat(9_999)}😀`,
  '=cmd|calc',
  '<script>alert(1)</script>',
];
const wrong: unknown[] = [
  // Cannot be made a number or a text.
  { toString: null },
  [{ valueOf: 1, toString: 2 }],
  null,
  true,
  0,
  -1,
  1e308,
  '',
  [],
  {},
  [[]],
  { length: 3 },
  nasty[1],
];

for (const { name } of formats) {
  describe(`the format ${name}`, () => {
    const vectors = vectorsOf(name);

    it('has records to be tried on', () => {
      assert.ok(vectors.length >= 20, `only ${vectors.length} vectors`);
    });

    for (const { why, record, draft } of vectors) {
      it(`reads: ${why}`, () => {
        const before = JSON.stringify(record);
        const got = outcomeOf(name, record);
        assert.equal(JSON.stringify(record), before, 'the record was changed');
        if (draft === null) {
          assert.equal(got, null);
          return;
        }
        assert.ok(got !== null && !(got instanceof AppError), String(got));
        const { extra, ...rest } = draft;
        for (const [field, value] of Object.entries(rest))
          assert.deepEqual(got[field as keyof DraftEvent], value, field);
        for (const [key, value] of Object.entries(extra)) assert.deepEqual(got.extra?.[key], value, key);
      });
    }

    it('refuses what is no object, naming it', () => {
      for (const value of [null, undefined, 1, 'x', true, [], [{}]])
        assert.ok(outcomeOf(name, value) instanceof AppError, JSON.stringify(value));
    });

    it('survives a wrong type in any field of any record', () => {
      let tried = 0;
      for (const { record } of vectors)
        for (const key of Object.keys(record))
          for (const value of wrong) {
            outcomeOf(name, { ...record, [key]: value });
            tried += 1;
          }
      assert.ok(tried > 1000);
    });

    it('survives a missing field in any record', () => {
      for (const { record } of vectors)
        for (const key of Object.keys(record)) {
          const { [key]: _, ...rest } = record;
          outcomeOf(name, rest);
        }
    });

    it('keeps its limits for hostile text in any field', () => {
      for (const { record } of vectors)
        for (const [key, value] of Object.entries(record)) {
          if (typeof value !== 'string') continue;
          for (const text of nasty) outcomeOf(name, { ...record, [key]: text });
        }
    });

    it('refuses nesting beyond 32 levels and takes 30', () => {
      const { record } = vectors.find(({ draft }) => draft !== null) as { record: JsonObject };
      assert.ok(!(outcomeOf(name, { ...record, more: nested(30) }) instanceof AppError));
      assert.ok(outcomeOf(name, { ...record, more: nested(33) }) instanceof AppError);
      assert.ok(outcomeOf(name, { ...record, more: nested(5000) }) instanceof AppError);
    });

    it('lets no key reach a prototype', () => {
      const { record } = vectors.find(({ draft }) => draft !== null) as { record: JsonObject };
      const hostile = `${JSON.stringify(record).slice(0, -1)},"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":"x","hasOwnProperty":"x"}`;
      const draft = outcomeOf(name, JSON.parse(hostile));
      assert.ok(draft !== null && !(draft instanceof AppError));
      assert.equal(({} as JsonObject).polluted, undefined);
      assert.equal(draft.extra?.polluted, undefined);
      assert.ok(!Object.hasOwn(draft.extra ?? {}, '__proto__'));
    });

    it('never takes tenant or node from a record', () => {
      const { record } = vectors.find(({ draft }) => draft !== null) as { record: JsonObject };
      const draft = outcomeOf(name, { ...record, user_id: 'user-of-another', node_id: 'node-of-another' });
      assert.ok(draft !== null && !(draft instanceof AppError));
      assert.ok(!('user_id' in draft) && !('node_id' in draft));
    });

    it('accounts for its log wherever it is cut off', async () => {
      const log = Buffer.from(
        `${vectors
          .slice(0, 6)
          .map(({ record }) => JSON.stringify(record))
          .join('\n')}\n`,
      );
      for (let cut = 1; cut < log.length; cut += 5) {
        const part = log.subarray(0, cut);
        let lines = 0;
        const rules = findFormat(name) ?? assert.fail(name);
        for await (const entries of readBatches(Readable.from([part]), rules))
          for (const entry of entries) {
            lines += 1;
            if (entry.status === 'draft') checkDraft(entry.draft);
            else if (entry.status === 'invalid')
              assert.match(entry.reason, /^is (?:truncated|not valid JSON)/);
          }
        assert.equal(lines, part.toString().trim().split('\n').length, `cut at ${cut}`);
      }
    });

    it('makes a draft or a refusal of anything at all', () => {
      const keys = [...new Set(vectors.flatMap(({ record }) => Object.keys(record)))];
      const record = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 4 }));
      const start = fc.constantFrom(...vectors.map((vector) => vector.record));
      fc.assert(
        fc.property(start, record, (some, change) => {
          outcomeOf(name, { ...some, ...change });
          outcomeOf(name, change);
        }),
        { numRuns: 300 },
      );
    });
  });
}
