/** What collectors put round a record. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linePrefixOf } from '../../src/ingest/framing/line-prefixes.ts';
import { entriesOf, inputOf, login, read } from '../support/framing.ts';

const a = login('a');
const b = login('b');
const time = '2026-11-20T10:01:40.3Z';
const json = JSON.stringify;

const envelopes: [string, object][] = [
  ['Docker json-file', { log: `${a}\n`, stream: 'stdout', time }],
  ['Fluent Bit', { date: 1_763_632_900.3, log: a }],
  ['Fluent Bit', { log: `${a}\n`, kubernetes: { pod_name: 'cowrie-0' } }],
  ['journald', { __REALTIME_TIMESTAMP: '1763632900000000', _SYSTEMD_UNIT: 'cowrie.service', MESSAGE: a }],
  ['journald', { __CURSOR: 's=1', MESSAGE: [...Buffer.from(a)] }],
  ['Elasticsearch', { _index: 'cowrie-2026', _id: '1', _source: JSON.parse(a) }],
  ['Filebeat', { '@timestamp': time, '@metadata': { beat: 'filebeat' }, json: JSON.parse(a) }],
  ['Filebeat', { '@timestamp': time, agent: { type: 'filebeat' }, message: a, log: { offset: 0 } }],
  ['Logstash', { '@timestamp': time, '@version': '1', message: a, host: 'pot' }],
  ['Logstash', { '@timestamp': time, '@version': '1', event: { original: a } }],
  ['Vector', { file: '/var/log/cowrie.json', host: 'pot', message: a, source_type: 'file', timestamp: time }],
  [
    'OpenTelemetry',
    {
      resourceLogs: [
        { resource: {}, scopeLogs: [{ logRecords: [{ timeUnixNano: '1', body: { stringValue: a } }] }] },
      ],
    },
  ],
  [
    'mongoexport',
    { _id: { $oid: '5f' }, ...JSON.parse(a), timestamp: { $date: { $numberLong: '1763632900000' } } },
  ],
  ['Loki', { labels: { app: 'cowrie' }, line: a, timestamp: time }],
  ['Loki', { streams: [{ stream: { app: 'cowrie' }, values: [['1763632900000000000', a]] }] }],
  ['CloudWatch', { messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', timestamp: 1, message: a }] }],
  ['CloudWatch', { '@timestamp': time, '@message': a }],
  ['Google Cloud Logging', { insertId: 'x', logName: 'projects/p/logs/l', jsonPayload: JSON.parse(a) }],
  ['Splunk', { preview: false, result: { _raw: a, _time: time } }],
  ['Splunk', { event: JSON.parse(a), sourcetype: '_json', time: 1_763_632_900 }],
  ['GELF', { version: '1.1', host: 'pot', short_message: a, timestamp: 1_763_632_900 }],
  ['syslog (JSON)', { message: a, host: 'pot', syslogtag: 'cowrie[1]:', facility: 'local0' }],
];

const prefixes: [string, string][] = [
  ['syslog (RFC 3164)', 'Nov 20 10:01:40 pot cowrie[4711]: '],
  ['syslog (RFC 3164)', '<134>Nov  2 10:01:40 pot cowrie: '],
  ['syslog (RFC 3164)', '2026-11-20T10:01:40.300000+01:00 pot cowrie[4711]: '],
  ['syslog (RFC 3164)', '<134>Nov 20 10:01:40 pot cowrie: @cee: '],
  ['syslog (RFC 3164)', '<13>cowrie: '],
  ['syslog (RFC 5424)', '<134>1 2026-11-20T10:01:40.3Z pot cowrie 4711 - - '],
  ['syslog (RFC 5424)', '1432 <134>1 2026-11-20T10:01:40.3Z pot cowrie - - [x@1 k="v\\"]"] \ufeff'],
  ['Docker Compose', 'cowrie-1  | '],
  ['Docker Compose', '\u001b[36mcowrie_1 | \u001b[0m'],
  ['kubectl', '[pod/cowrie-0/cowrie] '],
  ['CRI', '2026-11-20T10:01:40.300000001Z stdout F '],
  ['event stream', 'data: '],
  ['Fluentd', '2026-11-20T10:01:40+00:00\tcowrie.log\t'],
  ['Fluent Bit', '[0] cowrie: [1763632900.1, '],
  ['Fluent Bit', '[12] cowrie.log: [[1763632900.123456789, {}], '],
  ['time', '2026-11-20T10:01:40.3Z '],
];

describe('an envelope', () => {
  it('of Docker is taken off', async () => {
    assert.deepEqual(await read('cowrie', inputOf('docker-json-file.log')), ['1: root:12345']);
  });
  it('of Filebeat is taken off', async () => {
    assert.deepEqual(await read('cowrie', inputOf('filebeat-message.ndjson')), ['1: root:12345']);
  });
  for (const [name, envelope] of envelopes)
    it(`of ${name} is taken off and named: ${Object.keys(envelope)}`, async () => {
      const lines = `${json(envelope)}\n${b}\n`;
      assert.deepEqual(await read('cowrie', lines), ['1: a:secret', '2: b:secret']);
      const [entry] = await entriesOf('cowrie', lines);
      assert.ok(entry?.status === 'draft');
      assert.deepEqual(entry.unwrapped, [name]);
      assert.deepEqual(entry.draft.extra?.unwrapped, [name]);
    });
  for (const [name, prefix] of prefixes)
    it(`before a record, as ${name} writes it, is taken off and named: ${json(prefix)}`, async () => {
      const lines = `${prefix}${a}\n${prefix}${b}\n`;
      assert.deepEqual(await read('cowrie', lines), ['1: a:secret', '2: b:secret']);
      const [entry] = await entriesOf('cowrie', lines);
      assert.ok(entry?.status === 'draft');
      assert.deepEqual(entry.unwrapped, [name]);
    });

  it('within another is taken off too, up to four', async () => {
    const wrap = (text: string): string => json({ log: `${text}\n`, stream: 'stdout', time });
    let text = a;
    for (let n = 0; n < 4; n++) text = wrap(text);
    assert.deepEqual(await read('cowrie', text), ['1: a:secret']);
    assert.deepEqual((await read('cowrie', wrap(text)))[0]?.slice(0, 11), '1: invalid:');
    const syslog = json({
      '@timestamp': time,
      '@version': '1',
      message: `<134>Nov 20 10:01:40 pot cowrie: ${a}`,
    });
    assert.deepEqual(await read('cowrie', syslog), ['1: a:secret']);
  });

  it('of several records gives each, whatever its size', async () => {
    const hits = (sources: string[]) => ({
      took: 3,
      _shards: { total: 1 },
      hits: {
        total: { value: sources.length },
        hits: sources.map((one) => ({ _id: '1', _source: JSON.parse(one) })),
      },
    });
    assert.deepEqual(await read('cowrie', json(hits([a, b]))), ['1: a:secret', '1: b:secret']);
    assert.deepEqual(
      (await read('cowrie', json(hits([a, b]), null, 2))).map((one) => one.replace(/^\d+: /, '')),
      ['a:secret', 'b:secret'],
    );
    const many = hits(Array.from({ length: 10_000 }, (_, n) => login(`u${n}`)));
    for (const text of [json(many), json(many, null, 1)]) {
      assert.ok(text.length > 1_500_000);
      const got = await entriesOf('cowrie', `${text}\n${b}\n`);
      assert.equal(got.filter(({ status }) => status === 'draft').length, 10_001);
      assert.equal(got.length, 10_001);
    }
  });

  it('of a bulk upload announces the next record, and is counted as such', async () => {
    assert.deepEqual(await read('cowrie', `${json({ index: { _index: 'x' } })}\n${a}\n`), [
      '1: skipped: announces the next record (Elasticsearch bulk)',
      '2: a:secret',
    ]);
  });

  it('with something else inside is named with what it is', async () => {
    const [line = ''] = await read('cowrie', json({ log: 'Log opened.\n', stream: 'stdout', time }));
    assert.match(line, /^1: invalid: is .*\(inside of Docker json-file\)$/);
    assert.match((await read('cowrie', json({ some: 'thing' })))[0] ?? '', /^1: invalid: eventid/);
  });

  it('is never taken off an event, nor where a text log quotes a visitor', async () => {
    const forged = json({
      timestamp: time,
      service: 'http',
      source_ip: '203.0.113.9',
      activity: 'x',
      payload: 'own',
      log: a,
      stream: 's',
      time,
    });
    assert.deepEqual(await read('native', forged), ['1: own']);
    for (const line of [
      `2026-11-20T10:01:40+0000 [HoneyPotSSHTransport,1,203.0.113.9] CMD: ${a}`,
      `Nov 20 10:01:40 pot cowrie[1]: CMD: echo ${a}`,
      `login attempt [root/${a}]`,
      `cowrie-1  | 203.0.113.9 typed ${a}`,
    ])
      assert.deepEqual(await read('cowrie', `${line}\n`), ['1: invalid: is not valid JSON'], line);
  });
});

describe('a line that a collector cut', () => {
  it('is put together again: the container runtime, with another stream between', async () => {
    const half = a.length >> 1;
    const cri = (stream: string, flag: string, text: string) =>
      `2026-11-20T10:01:40.3Z ${stream} ${flag} ${text}\n`;
    assert.deepEqual(
      await read(
        'cowrie',
        cri('stdout', 'P', a.slice(0, 10)) +
          cri('stderr', 'F', 'warning') +
          cri('stdout', 'P', a.slice(10, half)) +
          cri('stdout', 'F', a.slice(half)) +
          cri('stdout', 'F', b) +
          cri('stdout', 'P', '{"eventid": "cow'),
      ),
      ['2: invalid: is not valid JSON', '4: a:secret', '5: b:secret', '7: invalid: is truncated'],
    );
  });

  it('is put together again: Docker', async () => {
    const half = a.length >> 1;
    const docker = (log: string, stream = 'stdout') => `${json({ log, stream, time })}\n`;
    assert.deepEqual(
      await read(
        'cowrie',
        docker(a.slice(0, half)) +
          docker(`${b}\n`, 'stderr') +
          docker(`${a.slice(half)}\n`) +
          docker('{"eventid":'),
      ),
      ['2: b:secret', '3: a:secret', '4: invalid: is truncated'],
    );
  });
});

describe('prefixes', () => {
  it('are looked for in time that grows with the line', { timeout: 60_000 }, () => {
    for (const text of [
      `<134>1 ${' '.repeat(1e6)}`,
      '[x '.repeat(1e5),
      `${'a'.repeat(1e6)}: {`,
      '\u001b['.repeat(1e5),
    ])
      assert.equal(linePrefixOf(text), null);
  });
});
