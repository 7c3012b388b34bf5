import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/core/event.ts';
import { cowrie } from '../../src/ingest/cowrie.ts';
import { dionaea } from '../../src/ingest/dionaea.ts';
import { namedFileOf } from '../../src/ingest/named-file.ts';

const sum = 'A16dd721a2f6dbe97ef86769b4b62c61fc7ef18626ef31d3efee444a269725ca';
const closed: JsonObject = {
  eventid: 'cowrie.log.closed',
  src_ip: '203.0.113.9',
  session: 's1',
  sensor: 'edge-1',
  timestamp: '2026-11-24T08:06:44.728990Z',
  ttylog: `var/lib/cowrie/tty/${sum}`,
  shasum: sum,
};
const ofCowrie = (more: JsonObject) => {
  const draft = cowrie.parse({ ...closed, ...more });
  assert.ok(draft !== null);
  return namedFileOf({ ...draft, event_id: 'r1' });
};
const fetched = { eventid: 'cowrie.session.file_download', outfile: `var/lib/cowrie/downloads/${sum}` };

describe('the file that a record names', () => {
  it('is a recording, or what was left, with its sum and the name it came under', () => {
    const shared = { session: 's1', sensor: 'edge-1', file: sum, sum: sum.toLowerCase(), record: 'r1' };
    assert.deepEqual(ofCowrie({}), { ...shared, kind: 'recording', name: '' });
    assert.deepEqual(ofCowrie({ ...fetched, url: 'http://203.0.113.9/a/x.sh?q=/etc#y' }), {
      ...shared,
      kind: 'file',
      name: 'x.sh',
    });
    assert.equal(ofCowrie({ ...fetched, url: 'http://h/a', destfile: '/tmp/.ssh/keys' })?.name, 'keys');
    assert.equal(ofCowrie({ ...fetched, eventid: 'cowrie.session.file_upload', filename: 'b' })?.name, 'b');
    assert.equal(ofCowrie({ ttylog: '20190101-120000-None-1i.log', shasum: 'x' })?.sum, '');
    const download = {
      file: '/opt/dionaea/binaries/44d88612fea8a8f36de82e1278abb02f',
      url: 'http://h/m.exe',
    };
    const draft = dionaea.parse({
      connection: { protocol: 'httpd', transport: 'tcp' },
      src_ip: '203.0.113.9',
      src_port: 1,
      dst_port: 80,
      timestamp: '2026-11-24T08:06:44.728990',
      download: { ...download, md5: '44d88612fea8a8f36de82e1278abb02f' },
    });
    assert.ok(draft !== null);
    assert.deepEqual([draft.kind, draft.payload], ['file.downloaded', 'http://h/m.exe']);
    const file = namedFileOf({ ...draft, event_id: 'r2' });
    assert.deepEqual(
      [file?.kind, file?.file, file?.sum, file?.name],
      ['file', '44d88612fea8a8f36de82e1278abb02f', '44d88612fea8a8f36de82e1278abb02f', 'm.exe'],
    );
  });

  it('is one name of a folder, whatever path a hostile record has', () => {
    for (const path of ['..', '.', '', 'a/..', '../..', '/etc/', '.ssh', 'x\0y', 'a b', '..\\..', 'é', null])
      assert.equal(ofCowrie({ ttylog: path }), null, String(path));
    assert.equal(ofCowrie({ ttylog: '../../../etc/passwd' })?.file, 'passwd');
    assert.equal(ofCowrie({ ttylog: 'C:\\logs\\..\\shadow' })?.file, 'shadow');
    assert.equal(ofCowrie({ ttylog: 'x'.repeat(300) }), null);
    assert.equal(ofCowrie({ eventid: 'cowrie.login.failed' }), null);
    assert.equal(ofCowrie({ ...fetched, outfile: { a: 1 } }), null);
  });
});
