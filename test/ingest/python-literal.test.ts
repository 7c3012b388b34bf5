import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../src/core/event.ts';
import { fromCard } from '../../src/ingest/opencanary-card.ts';
import { pythonToJson } from '../../src/ingest/python-literal.ts';

const read = (text: string): unknown => JSON.parse(pythonToJson(text) ?? 'null') as unknown;

describe('a Python literal', () => {
  it('is read as its JSON', () => {
    assert.deepEqual(
      read(`{'a': 'it\\'s', "b": b'x\\r\\x00', 'n': None, 't': True, 'f': -1.5e3, 'l': [1, 'x']}`),
      {
        a: "it's",
        b: 'x\r\0',
        n: null,
        t: true,
        f: -1500,
        l: [1, 'x'],
      },
    );
    assert.deepEqual(read("('x',)"), ['x']);
    assert.deepEqual(read("('x', ('y', 2))"), ['x', ['y', 2]]);
  });

  it('is nothing else: code, cut texts and words are refused', () => {
    for (const text of ["{'a': open('x')}", "{'a", 'hello', "{'a': x}", '{a: 1}', "f'x'", "{'a': <object>}"])
      assert.equal(pythonToJson(text), null, text);
  });

  it('costs what it is long, and never throws', () => {
    assert.equal(pythonToJson("'".repeat(1_000_001)), null);
    assert.equal(pythonToJson(`'${'\\x'.repeat(500_000)}`), null);
    assert.equal((read(`'${'a\\r'.repeat(300_000)}'`) as string).length, 600_000);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => typeof pythonToJson(text) !== 'undefined'),
    );
  });
});

describe("a card's record", () => {
  it('has its logdata again, with the names that the module writes', () => {
    const record = fromCard({
      logtype: '9001',
      logdata__username: 'sa',
      logdata__cltintname: 'x',
      src_host: 'h',
    });
    assert.deepEqual(record, {
      logtype: '9001',
      logdata: { UserName: 'sa', CltIntName: 'x' },
      src_host: 'h',
    });
    const mongo = fromCard({
      logtype: '20001',
      logdata__action: 'mongodb.auth_attempt',
      logdata__username: 'u',
    });
    assert.deepEqual(mongo.logdata, { action: 'mongodb.auth_attempt', username: 'u' });
  });

  it('survives hostile facts', () => {
    const record = fromCard({
      logtype: '15001',
      logdata____proto__: 'x',
      logdata__headers____proto__: 'x',
      logdata__requests: `[${"'a',".repeat(10)}open()]`,
      logdata__headers__via: '[[[[',
    });
    assert.equal(({} as Record<string, unknown>).x, undefined);
    assert.deepEqual(record.logdata, { REQUESTS: `[${"'a',".repeat(10)}open()]`, HEADERS: { via: '[[[[' } });
  });

  it('is the same record where there is a logdata, or no fact', () => {
    const others: JsonObject[] = [
      { logtype: 2000, logdata: { USERNAME: 'x' }, logdata__username: 'y' },
      { a: 1 },
    ];
    for (const record of others) assert.equal(fromCard(record), record);
  });
});
