/** Cowrie, small: quotes round client versions, and what is said to scp. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCowrie } from '../../src/ingest/cowrie.ts';
import { entriesOf, inputOf } from '../support/framing.ts';

const base = { timestamp: '2026-11-20T10:02:40.100160Z', src_ip: '203.0.113.41', session: 'v1' };
const parse = (record: object) => parseCowrie({ ...base, ...record }) ?? assert.fail();

describe('a client version', () => {
  it('has no quotes of Python', async () => {
    const entries = await entriesOf('cowrie', inputOf('quoted-version.ndjson'));
    assert.deepEqual(
      entries.map((entry) => entry.status === 'draft' && [entry.draft.payload, entry.draft.extra?.version]),
      [
        ['SSH-2.0-OpenSSH_7.3', 'SSH-2.0-OpenSSH_7.3'],
        ['SSH-2.0-Go', 'SSH-2.0-Go'],
        ['SSH-2.0-Go', 'SSH-2.0-Go'],
      ],
    );
  });

  const versions: [string, string][] = [
    ["b'SSH-2.0-libssh2_1.4.3'", 'SSH-2.0-libssh2_1.4.3'],
    ['b"SSH-2.0-paramiko_2.4.1"', 'SSH-2.0-paramiko_2.4.1'],
    ['"SSH-2.0-PUTTY"', 'SSH-2.0-PUTTY'],
    ["b'SSH-2.0-x\\x00y'", 'SSH-2.0-x\0y'],
    ["b'GET / HTTP/1.1'", 'GET / HTTP/1.1'],
    ["b'\\x16\\x03\\x01'", '\u0016\u0003\u0001'],
    ["'", "'"],
    ["SSH-2.0-it's", "SSH-2.0-it's"],
    ["b'cut off", "b'cut off"],
    ['', ''],
    ["b''", ''],
  ];
  for (const [written, version] of versions)
    it(`${JSON.stringify(written)} is ${JSON.stringify(version)}`, () => {
      assert.equal(parse({ eventid: 'cowrie.client.version', version: written }).payload, version);
    });
});

describe('a line for scp', () => {
  it('is input of a program, and the upload itself a file', async () => {
    const entries = await entriesOf('cowrie', inputOf('scp-line.ndjson'));
    assert.deepEqual(
      entries.map((entry) => entry.status === 'draft' && [entry.draft.kind, entry.draft.payload]),
      [
        ['command.input', 'C0755 1284 kw.sh'],
        ['file.uploaded', '/tmp/kw.sh'],
      ],
    );
  });

  const lines = [
    'C0644 10 a',
    'D0755 0 dir',
    'E',
    'T1183828267 0 1183828267 0',
    'C0777 99999999 ../../etc/passwd',
  ];
  for (const input of lines)
    for (const realm of ['scp', undefined])
      it(`${JSON.stringify(input)} of the realm ${realm} writes nothing`, () => {
        const draft = parse({ eventid: 'cowrie.session.file_download', realm, input });
        assert.deepEqual(
          [draft.kind, draft.activity, draft.payload],
          ['command.input', 'input to a program', input],
        );
      });

  it('is told from a redirection and from a download', () => {
    const download = { eventid: 'cowrie.session.file_download' };
    assert.equal(
      parse({ ...download, destfile: '/tmp/x', outfile: 'dl/1' }).activity,
      'file written by redirection',
    );
    assert.equal(parse({ ...download, url: 'http://198.51.100.9/x', input: 'x' }).kind, 'file.downloaded');
  });
});
