import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { hpfeedsSecretOf } from '../../src/cases/node-name.ts';
import { setups } from '../../src/cases/setup/index.ts';
import { openApi } from '../support/api-client.ts';
import { testSecret } from '../support/server.ts';

interface Setup {
  sensor: string;
  address: string;
  key_is_filled_in: boolean;
  steps: { title: string; file: string | null; code: string }[];
}

describe("a sensor's set-up", () => {
  it('has the address and, for whoever shows it, the key in every step that needs them', async (t) => {
    const api = await openApi(t, { env: { PUBLIC_URL: 'https://decoys.example.org' } });
    const user = await api.createUser();
    const node = await api.createNode(user);
    const kinds = await api.call<{ name: string }[]>('GET', '/api/sensor-kinds', { headers: user.headers });
    assert.deepEqual(
      kinds.body.map(({ name }) => name),
      setups.map(({ name }) => name),
    );
    for (const { name } of kinds.body) {
      const path = `/nodes/${node.id}/setup?sensor=${name}`;
      const plain = await api.call<Setup>('GET', path, { headers: user.headers });
      assert.equal(plain.status, 200);
      assert.equal(plain.body.key_is_filled_in, false);
      assert.equal(plain.body.address, 'https://decoys.example.org');
      const text = JSON.stringify(plain.body.steps);
      assert.ok(text.includes('decoys.example.org'), name);
      const stands = name === 'hpfeeds' ? 'YOUR_HPFEEDS_SECRET' : 'YOUR_NODE_KEY';
      assert.ok(text.includes(stands) && !text.includes(node.key), name);
      const filled = await api.call<Setup>('GET', path, {
        headers: { ...user.headers, 'x-node-key': node.key },
      });
      assert.equal(filled.body.key_is_filled_in, true);
      const secret = hpfeedsSecretOf(testSecret, createHash('sha256').update(node.key).digest('hex'));
      assert.equal(
        JSON.stringify(filled.body.steps),
        text.replaceAll('YOUR_NODE_KEY', node.key).replaceAll('YOUR_HPFEEDS_SECRET', secret),
      );
      const wrong = await api.call<Setup>('GET', path, {
        headers: { ...user.headers, 'x-node-key': 'nk_x' },
      });
      assert.equal(wrong.body.key_is_filled_in, false);
    }
  });

  it('is there for every product that docs/sensors.md names', () => {
    const titles = setups.map(({ title }) => title).join('\n');
    for (const product of [
      'OpenCanary',
      'Cowrie',
      'T-Pot',
      'Dionaea',
      'Heralding',
      'Honeytrap',
      'Conpot',
      'Mailoney',
      'Elasticpot',
      'Cisco ASA',
      'CitrixHoneypot',
      'ADBHoney',
      'Redishoneypot',
      'SentryPeer',
      'Beelzebub',
      'qeeqbox',
      'Canarytokens',
      'Thinkst Canary',
      'Suricata',
      'hpfeeds',
      'Syslog',
      'GELF',
      'Filebeat',
      'Fluent Bit',
      'Vector',
      'Logstash',
      'fail2ban',
      'auth.log',
    ])
      assert.ok(titles.includes(product), product);
  });

  it("is that of the node's sensor, which is one that there is", async (t) => {
    const api = await openApi(t);
    const user = await api.createUser();
    const { headers } = user;
    const made = await api.call<{ node_id: string; sensor: string }>('POST', '/nodes', {
      headers,
      body: { name: 'canary', sensor: 'opencanary' },
    });
    assert.equal(made.body.sensor, 'opencanary');
    const path = `/nodes/${made.body.node_id}`;
    assert.equal((await api.call<Setup>('GET', `${path}/setup`, { headers })).body.sensor, 'opencanary');
    await api.call('PATCH', path, { headers, body: { sensor: 'cowrie' } });
    assert.equal((await api.call<Setup>('GET', `${path}/setup`, { headers })).body.sensor, 'cowrie');
    const refused = await api.call('PATCH', path, { headers, body: { sensor: 'toaster' } });
    assert.equal(refused.status, 422);
    assert.match(JSON.stringify(refused.body), /must be one of native, opencanary/);
    assert.equal((await api.call('GET', '/nodes/none/setup', { headers })).status, 404);
  });

  it('is what the sensor reads: JSON where it is JSON, and a path prefix stays', () => {
    const parts = {
      address: 'https://example.org/decoys',
      key: 'nk_k',
      name: 'node-1@user-1',
      hpfeedsSecret: 'secret',
      listeners: {
        syslogUdpPort: null,
        syslogTcpPort: 7000,
        syslogTlsPort: null,
        gelfUdpPort: null,
        gelfTcpPort: null,
        gelfTlsPort: null,
        jsonTcpPort: null,
        jsonTlsPort: null,
        hpfeedsPort: null,
      },
      fingerprint: null,
    };
    const opencanary = setups.find(({ name }) => name === 'opencanary')!.steps(parts)[0]!;
    const config = JSON.parse(`{${opencanary.code}}`) as {
      logger: { kwargs: { handlers: { decoyverse: { url: string; headers: Record<string, string> } } } };
    };
    assert.equal(
      config.logger.kwargs.handlers.decoyverse.url,
      'https://example.org/decoys/ingest/opencanary',
    );
    assert.equal(config.logger.kwargs.handlers.decoyverse.headers['X-Node-Key'], 'nk_k');
    const shipper = setups.find(({ name }) => name === 'shipper')!.steps(parts)[0]!;
    assert.match(shipper.code, /uri {6}\/decoys\/ingest\/json\n/);
    const graylog = setups
      .find(({ name }) => name === 'graylog')!
      .steps(parts)
      .at(-1)!;
    const [said = ''] = graylog.code.split(' | nc');
    const message = JSON.parse(execFileSync('sh', ['-c', said], { encoding: 'utf8' }).replace(/\0$/, '')) as {
      short_message: string;
      _key: string;
    };
    assert.equal(message._key, 'nk_k');
    assert.equal((JSON.parse(message.short_message) as { username: string }).username, 'root');
    assert.match(shipper.code, /port {5}443\n {4}tls {6}on/);
  });
});
