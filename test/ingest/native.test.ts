import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { AppError } from '../../src/core/errors.ts';
import {
  nativeSchemas,
  parseAgentEvent,
  parseHoneypotLog,
  parseNativeEvent,
} from '../../src/ingest/native.ts';

const log = {
  timestamp: '2026-02-04T00:04:29Z',
  service: 'ssh',
  source_ip: '203.0.113.9',
  activity: 'login failed',
};
const agent = {
  timestamp: '2026-02-04T00:04:29Z',
  hostname: 'h',
  username: 'u',
  file_accessed: 'f',
  file_path: '/f',
  action: 'ACCESSED',
  severity: 'LOW',
  alert_type: 'x',
};

function fieldsRefused(parse: () => unknown): string[] {
  try {
    parse();
  } catch (error) {
    assert.ok(error instanceof AppError);
    return (error.errors ?? []).map(({ field }) => field);
  }
  return [];
}

/** How much of a text is kept, written again: the schemas are what is tested. */
const limits = {
  HoneypotLog: { service: 50, activity: 100, payload: 10_000 },
  AgentEvent: {
    hostname: 255,
    username: 100,
    file_accessed: 255,
    file_path: 4096,
    action: 50,
    severity: 20,
    alert_type: 100,
  },
};

describe('a native event', () => {
  for (const [schema, fields] of Object.entries(limits)) {
    const [parse, base] =
      schema === 'HoneypotLog' ? [parseHoneypotLog, { ...log, payload: '' }] : [parseAgentEvent, agent];
    for (const [field, max] of Object.entries(fields)) {
      it(`of ${schema} keeps ${max} characters of ${field}, and says how long it was`, () => {
        const kept = (value: string) => {
          const draft = parse({ ...base, [field]: value });
          const text = { ...draft, ...draft.agent }[field as 'payload'];
          return [text, draft.extra?.[`${field}_length`], draft.extra?.[`${field}_sha256`]];
        };
        for (const letter of ['x', '😀']) {
          const most = letter.repeat(max);
          assert.deepEqual(kept(most), [most, undefined, undefined]);
          const longer = `${most}y`;
          const hash = createHash('sha256').update(longer).digest('hex');
          assert.deepEqual(kept(longer), [most, longer.length, hash]);
        }
        assert.deepEqual(
          fieldsRefused(() => parse({ ...base, [field]: 7 })),
          [field],
        );
      });
    }

    it(`of ${schema} names every required field that is missing, at once`, () => {
      const required = nativeSchemas[schema as keyof typeof nativeSchemas].required;
      assert.ok(required.length >= 4);
      assert.deepEqual(fieldsRefused(() => parse({})).sort(), [...required].sort());
    });

    it(`of ${schema} is what its own examples are`, () => {
      const { examples } = nativeSchemas[schema as keyof typeof nativeSchemas];
      assert.ok(examples.length > 0);
      for (const example of examples) parseNativeEvent(example);
    });
  }

  it('has its time in UTC, to the millisecond', () => {
    const times = {
      '2026-02-04T00:04:29.123456': '2026-02-04T00:04:29.123Z',
      '2026-02-04 00:04:29.9999': '2026-02-04T00:04:29.999Z',
      '2026-02-04T00:04:29Z': '2026-02-04T00:04:29.000Z',
      '2026-02-04T00:04': '2026-02-04T00:04:00.000Z',
      '2026-02-04': '2026-02-04T00:00:00.000Z',
      '2026-02-04T00:04:29.5+05:30': '2026-02-03T18:34:29.500Z',
      '2026-02-04T00:04:29-0800': '2026-02-04T08:04:29.000Z',
      '2024-02-29T23:59:60Z': '2024-02-29T23:59:59.000Z',
    };
    for (const [given, kept] of Object.entries(times))
      assert.equal(parseHoneypotLog({ ...log, timestamp: given }).timestamp, kept, given);
  });

  it('refuses what is no time', () => {
    const wrong = ['', 'now', '2026-02-30T00:00:00Z', '2026-13-01', '2026-02-04T24:00:00Z', '1969-12-31'];
    const worse = [
      '2026-02-04T00:04:29+99:00',
      '9999-12-31T23:59:59-12:00',
      '1760000000',
      `${'9'.repeat(70)}`,
    ];
    for (const timestamp of [...wrong, ...worse, 1_760_000_000, null])
      assert.deepEqual(
        fieldsRefused(() => parseHoneypotLog({ ...log, timestamp })),
        ['timestamp'],
        `${timestamp}`,
      );
  });

  it('keeps unknown keys under extra, where the sender’s own extra wins', () => {
    const draft = parseHoneypotLog({ ...log, pid: 7, user: 'stray', extra: { user: 'own' } });
    assert.deepEqual(draft.extra, { user: 'own', pid: 7 });
  });

  it('takes null for extra, node_id and event_id, and for nothing else', () => {
    const draft = parseHoneypotLog({ ...log, extra: null, node_id: null, event_id: null });
    assert.equal(draft.extra, null);
    assert.equal(draft.event_id, null);
    assert.deepEqual(
      fieldsRefused(() => parseHoneypotLog({ ...log, payload: null })),
      ['payload'],
    );
    assert.deepEqual(
      fieldsRefused(() => parseHoneypotLog({ ...log, extra: [] })),
      ['extra'],
    );
  });

  it('takes an id of 128 characters and refuses a longer one, an empty one and a number', () => {
    assert.equal(parseHoneypotLog({ ...log, event_id: 'e'.repeat(128) }).event_id?.length, 128);
    for (const event_id of ['e'.repeat(129), '', 7])
      assert.deepEqual(
        fieldsRefused(() => parseHoneypotLog({ ...log, event_id })),
        ['event_id'],
      );
  });

  it('belongs to the session that extra or a stray key names', () => {
    assert.equal(parseHoneypotLog({ ...log, extra: { session: 's1' } }).session, 's1');
    assert.equal(parseHoneypotLog({ ...log, session: 's2' }).session, 's2');
    assert.equal(parseHoneypotLog({ ...log, extra: { session: 12 } }).session, '12');
    assert.equal(parseHoneypotLog({ ...log, extra: { session: '' } }).session, null);
    assert.equal(parseHoneypotLog({ ...log, extra: { session: {} } }).session, null);
  });

  it('is of the kind that the words of its activity say', () => {
    const words = {
      'token.hit': ['honeytoken used', 'canary-token', 'beacon'],
      'decoy.fingerprinted': ['fingerprinting of the decoy', 'honeypot detection'],
      'client.identified': ['client_version', 'hassh', 'ja3', 'ja4', 'kex', 'SSH version'],
      'tunnel.requested': ['tunnel', 'port forwarding', 'direct-tcpip', 'proxy request'],
      'file.copied': ['file_copied', 'file exfil', 'copy file', 'copied a file'],
      'file.deleted': ['file deleted', 'removed file'],
      'file.changed': ['file modified', 'encrypted a file', 'file.write', 'changed file'],
      'file.opened': ['file access', 'opened a file', 'read file'],
      'file.downloaded': ['download', 'RETR'],
      'file.uploaded': ['upload', 'STOR'],
      'connection.closed': ['disconnect', 'session_end', 'connection lost', 'logout'],
      'login.failed': [
        'login',
        'log in failed',
        'auth',
        'brute-force',
        'credential stuffing',
        'password denied',
      ],
      'login.succeeded': ['logged in', 'login accepted', 'sign-in success'],
      'port.scanned': ['port_scan', 'nmap', 'SYN sweep'],
    };
    for (const [kind, activities] of Object.entries(words))
      for (const activity of activities)
        assert.equal(parseHoneypotLog({ ...log, service: 'other', activity }).kind, kind, activity);
  });

  it('of an agent has the host for a source and the file for a payload', () => {
    const draft = parseNativeEvent(agent);
    assert.equal(draft.collection, 'agent_events');
    assert.deepEqual([draft.source_ip, draft.service, draft.payload], ['h', 'endpoint_agent', 'f']);
  });
});
