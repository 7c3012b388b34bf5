import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openApi } from '../../support/api-client.ts';

const record = (logtype: number, src_host: string, logdata: object, at: number) => ({
  dst_host: '10.0.0.5',
  dst_port: 80 + at,
  logdata,
  logtype,
  node_id: 'canary',
  src_host,
  src_port: 40_000 + at,
  utc_time: new Date(Date.now() - 60_000 + at).toISOString().replace('T', ' ').slice(0, 23),
});
/** What a scan of a canary makes it send: ports, a page, an empty session of SSH. */
const scanFrom = (source: string): object[] => [
  ...[0, 1, 2, 3].map((at) => record(5001, source, { PROTO: 'TCP', SYN: '' }, at)),
  record(3000, source, { PATH: '/index.html', USERAGENT: 'Nessus', HOSTNAME: 'a', SKIN: 'nasLogin' }, 5),
  record(4000, source, { SESSION: '1' }, 6),
];

describe("the owner's own scanners", () => {
  it('touch a sensor and alert nobody, unless they do what no scanner does', async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const node = await api.createNode(user);
    const { headers } = user;
    const send = async (records: object[]): Promise<void> => {
      const { status } = await api.call('POST', '/ingest/opencanary', {
        headers: { 'x-node-key': node.key },
        body: records,
      });
      assert.equal(status, 200);
    };
    const alerted = async (): Promise<string[]> =>
      (await api.call<{ source_ip: string }[]>('GET', '/api/alerts', { headers })).body.map(
        ({ source_ip }) => source_ip,
      );
    const made = await api.call('POST', '/api/known-scanners', {
      headers,
      body: { name: 'Nessus', networks: ['10.0.0.9'], may: ['connect', 'page_views', 'probes'] },
    });
    assert.equal(made.status, 200);
    await send(scanFrom('10.0.0.9'));
    assert.deepEqual(await alerted(), []);
    const events = await api.call<{ items: object[] }>('GET', '/api/events', { headers });
    assert.equal(events.body.items.length, 6, 'stored all the same');
    await send(scanFrom('10.0.0.10'));
    assert.ok((await alerted()).includes('10.0.0.10'), 'a stranger who does the same is news');
    await send([record(2000, '10.0.0.9', { USERNAME: 'backup', PASSWORD: 'letmein' }, 9)]);
    assert.ok((await alerted()).includes('10.0.0.9'), 'a sign-in is no scan');
  });
});
