/** As its source has it (plugins/beelzebub-cloud.go): the key alone in `Authorization`; not run. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openApi } from '../../support/api-client.ts';

const event = {
  DateTime: '2026-11-24T07:33:10Z',
  RemoteAddr: '203.0.113.9:51822',
  Protocol: 'SSH',
  Msg: 'New SSH Login Attempt',
  Status: 'Stateless',
  ID: '0b7e',
  User: 'root',
  Password: '123456',
  SourceIp: '203.0.113.9',
  SourcePort: '51822',
};

it('Beelzebub reports to the address itself and to /events, and asks for services', async (t) => {
  const api = await openApi(t);
  const node = await api.createNode(await api.createUser());
  const headers = { authorization: node.key };
  for (const [at, path] of ['/ingest/beelzebub', '/ingest/beelzebub/events'].entries()) {
    const sent = await api.call('POST', path, { headers, body: { ...event, ID: `id-${at}` } });
    assert.deepEqual(sent.body, { accepted: 1, duplicate: 0, skipped: 0, rejected: 0 });
  }
  const asked = await api.call('GET', '/ingest/beelzebub/honeypots', { headers });
  assert.equal(asked.status, 200);
  assert.deepEqual(asked.body, []);
  for (const authorization of ['nk_wrong', ''])
    assert.equal(
      (await api.call('GET', '/ingest/beelzebub/honeypots', { headers: { authorization } })).status,
      401,
    );
});
