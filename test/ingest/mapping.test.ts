import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { toMapping } from '../../src/cases/mappings.ts';
import { AppError } from '../../src/core/errors.ts';
import type { DraftEvent, JsonObject } from '../../src/core/event.ts';
import {
  findMapping,
  holds,
  parseMapped,
  placeholderProblem,
  unknownToMapping,
} from '../../src/ingest/mapping.ts';
import { readSensorValues } from '../../src/ingest/read-values.ts';

const nowIso = '2026-11-30T12:00:00.000Z';
const door = toMapping({
  name: 'Door',
  when: { product: 'door', v: [2, 3] },
  fields: {
    timestamp: '{at}',
    source_ip: '{peer.ip|client}',
    source_port: '{peer.port}',
    session: '{conn}',
    service: '{proto}',
  },
  skip: [{ event: 'started*' }, { event: null }],
  events: [
    { when: { event: 'auth' }, kind: 'login.failed', fields: { username: '{user}', password: '{pass}' } },
    {
      when: { event: 'cmd', 'shell.0': '*sh' },
      kind: 'command.run',
      fields: { payload: '{args}', activity: 'ran' },
    },
    { when: { event: ['data', 'more*'] }, kind: 'payload.received', fields: { payload: '{bytes:hex}' } },
  ],
});
const record = (more: JsonObject): JsonObject => ({
  product: 'door',
  v: 2,
  at: '2026-11-24T07:33:10Z',
  peer: { ip: '203.0.113.9', port: '40112' },
  conn: 'c1',
  proto: 'SSH',
  ...more,
});
const draftOf = (more: JsonObject): DraftEvent => {
  const draft = parseMapped(door, record(more), nowIso);
  assert.ok(draft !== null);
  return draft;
};

describe('a mapping', () => {
  it('keeps an address that is not the one it was told to read', () => {
    const draft = draftOf({ event: 'auth', src_ip: '198.51.100.7', source_ip: '203.0.113.9' });
    assert.equal(draft.source_ip, '203.0.113.9');
    assert.equal(draft.extra?.src_ip, '198.51.100.7');
    assert.equal(draft.extra?.source_ip, undefined);
  });

  it('makes an event of a record: paths, constants, conditions, and nothing lost', () => {
    const draft = draftOf({ event: 'auth', user: 'root', pass: '123456', extra_field: { a: [1] } });
    const { kind, service, source_ip, payload, activity, session, timestamp, extra } = draft;
    assert.deepEqual(
      { kind, service, source_ip, payload, activity, session, timestamp },
      {
        kind: 'login.failed',
        service: 'ssh',
        source_ip: '203.0.113.9',
        payload: 'root:123456',
        activity: 'login attempt',
        session: 'c1',
        timestamp: '2026-11-24T07:33:10.000Z',
      },
    );
    assert.equal(extra?.username, 'root');
    assert.equal(extra?.src_port, 40112);
    assert.deepEqual(extra?.extra_field, { a: [1] });
    assert.deepEqual(extra?.peer, { ip: '203.0.113.9', port: '40112' });
  });

  it('reads lists, hex, the first path that is there, and times of any usual form', () => {
    assert.equal(draftOf({ event: 'more data', bytes: '474554202f' }).payload, 'GET /');
    assert.equal(draftOf({ event: 'data', bytes: 'xyz' }).payload, 'xyz');
    const ran = draftOf({
      event: 'cmd',
      shell: ['bash', '-c'],
      args: ['id', '-u'],
      peer: {},
      client: '::ffff:198.51.100.7',
    });
    assert.equal(ran.kind, 'command.run');
    assert.equal(ran.activity, 'ran');
    assert.equal(ran.payload, '["id","-u"]');
    assert.equal(ran.source_ip, '198.51.100.7');
    for (const at of [
      1795505590,
      1795505590000,
      '1795505590',
      '2026-11-24 07:33:10',
      '2026-11-24T08:33:10+01:00',
    ])
      assert.equal(draftOf({ event: 'auth', at }).timestamp, '2026-11-24T07:33:10.000Z', String(at));
    assert.equal(draftOf({ event: 'auth', at: null }).timestamp, nowIso);
  });

  it('skips what a sensor says of itself, keeps what it does not know, and is not asked about others', () => {
    assert.equal(parseMapped(door, record({ event: 'started up' }), nowIso), null);
    assert.equal(parseMapped(door, record({}), nowIso), null);
    const odd = record({ event: 'new.thing' });
    assert.equal(parseMapped(door, odd, nowIso)?.kind, 'payload.received');
    assert.match(unknownToMapping(door, odd) ?? '', /Door has no event/);
    assert.equal(unknownToMapping(door, record({ event: 'auth' })), null);
    assert.equal(findMapping([door], record({ v: 4 })), null);
    assert.equal(findMapping([door], record({ v: '3' })), door);
  });

  it('comes before the sensors that are known, in whatever is put round its records', () => {
    const read = readSensorValues(
      [
        {
          message: JSON.stringify(
            record({ event: 'auth', user: 'a', pass: 'b', eventid: 'cowrie.login.failed' }),
          ),
        },
      ],
      nowIso,
      [door],
    );
    assert.deepEqual(read.problems, []);
    assert.equal(read.drafts[0]?.payload, 'a:b');
    assert.ok(read.drafts[0]?.event_id);
    const unknown = readSensorValues([record({ event: 'x' })], nowIso, [door]);
    assert.deepEqual(
      unknown.problems.map(({ kind }) => kind),
      ['unknown_record'],
    );
    assert.equal(unknown.drafts.length, 1);
  });

  it('refuses a record without a source or with a wrong time, naming our field', () => {
    const refusal = (more: JsonObject): string[] => {
      try {
        parseMapped(door, record(more), nowIso);
        return [];
      } catch (error) {
        assert.ok(error instanceof AppError);
        return (error.errors ?? []).map(({ field }) => field);
      }
    };
    assert.deepEqual(refusal({ event: 'auth', peer: {} }), ['source_ip']);
    assert.deepEqual(refusal({ event: 'auth', at: 'yesterday' }), ['timestamp']);
    assert.deepEqual(refusal({ event: 'auth', peer: { ip: 'not an address!' } }), ['source_ip']);
  });

  it('is refused where it is about everything or a placeholder is none', () => {
    const wrong = (given: object, field: RegExp): void =>
      assert.throws(
        () => toMapping({ name: 'x', when: { a: '*' }, events: [{ kind: 'login.failed' }], ...given }),
        (error: unknown) =>
          error instanceof AppError && field.test((error.errors ?? []).map((one) => one.field).join()),
      );
    wrong({ when: {} }, /^when$/);
    wrong({ fields: { payload: '{a' } }, /^fields\.payload$/);
    wrong(
      { events: [{ kind: 'login.failed', fields: { payload: '{a:rot13}' } }] },
      /^events\.0\.fields\.payload$/,
    );
    for (const text of ['{a}', '{a.b|c}', 'x {a:hex} y', 'plain', '}', ''])
      assert.equal(placeholderProblem(text), null, text);
    for (const text of ['{', '{}', '{a', '{a:}', '{|}', '{{a}'])
      assert.notEqual(placeholderProblem(text), null, text);
  });

  it('lets no condition reach a prototype, and takes anything at all', () => {
    assert.equal(holds({}, { 'constructor.name': '*' }), false);
    assert.equal(holds({}, { '__proto__.x': '*' }), false);
    assert.equal(holds({ a: null }, { a: null }), true);
    assert.equal(holds({ a: false }, { a: [true, false] }), true);
    assert.equal(holds({ a: 0 }, { a: '*' }), true);
    const keys = [
      'event',
      'at',
      'peer',
      'conn',
      'user',
      'pass',
      'bytes',
      'shell',
      'args',
      '__proto__',
      'proto',
    ];
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 4 })), (more) => {
        try {
          parseMapped(door, record(more as JsonObject), nowIso);
        } catch (error) {
          assert.ok(error instanceof AppError && error.code === 'invalid_request');
        }
      }),
      { numRuns: 500 },
    );
  });
});
