import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openListenerLab, sendStream } from '../support/listeners.ts';

const canary = `{"dst_host": "10.0.0.5", "dst_port": 21,  "logdata": {"PASSWORD": "123456", "USERNAME": "backup"}, "logtype": 2000, "node_id": "dc-branch-07", "src_host": "10.0.3.17", "src_port": 50112, "utc_time": "2026-11-24 07:33:10.350732"}`;

describe('the record of a listener', () => {
  for (const [port, message] of [
    [
      'syslogTcp',
      (key: string) => `<12>1 2026-11-24T07:33:10Z host canary - - [decoyverse@0 key="${key}"] ${canary}`,
    ],
    ['jsonTcp', (key: string) => `${key} ${canary}`],
    ['jsonTcp', (key: string) => canary.replace('{', `{"_key": "${key}", `)],
  ] as const)
    it(`is kept as it came, without the node's key: ${message('key').slice(0, 30)}`, async (t) => {
      const { api, user, node, until } = await openListenerLab(t);
      await sendStream(api.listenerPorts[port]!, `${message(node.key)}\n`);
      const [event] = (await until(1)) as unknown as { log_id: string }[];
      const { body } = await api.call<{ raw: string }>('GET', `/api/events/${event?.log_id}/raw`, {
        headers: user.headers,
      });
      const sent = message(node.key);
      // Before a record of JSON the key is no part of it.
      assert.equal(body.raw, sent.startsWith(node.key) ? canary : sent.replace(node.key, '[key]'));
    });
});
