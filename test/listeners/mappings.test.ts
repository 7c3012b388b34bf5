import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { secretOf, signIn } from '../support/hpfeeds.ts';
import { openListenerLab, sendDatagrams, sendStream } from '../support/listeners.ts';

const mapping = {
  name: 'door',
  when: { product: 'door' },
  fields: { timestamp: '{at}', source_ip: '{peer}', service: 'telnet' },
  skip: [{ event: 'started' }],
  events: [
    { when: { event: 'auth' }, kind: 'login.failed', fields: { username: '{who}', password: '{word}' } },
  ],
};
const record = (word: string, event = 'auth'): string =>
  JSON.stringify({
    product: 'door',
    event,
    at: '2026-11-24T07:33:10Z',
    peer: '203.0.113.9',
    who: word,
    word: 'admin',
  });

describe('mappings on the listeners', () => {
  it('hold for syslog, GELF and JSON, over UDP and TCP', async (t) => {
    const { api, user, node, until, untilProblem } = await openListenerLab(t);
    const { headers } = user;
    assert.equal((await api.call('POST', '/api/mappings', { headers, body: mapping })).status, 200);
    const { key } = node;
    const syslog = (text: string): string => `<13>1 2026-11-24T07:33:10Z door1 door - - - ${key} ${text}`;
    const gelf = (text: string): string =>
      JSON.stringify({ version: '1.1', host: 'door1', short_message: text, _key: key });
    const ports = api.listenerPorts;
    await sendDatagrams(ports.syslogUdp!, [syslog(record('syslog-udp')), syslog(record('x', 'started'))]);
    await sendDatagrams(ports.gelfUdp!, [gelf(record('gelf-udp'))]);
    await sendStream(ports.syslogTcp!, `${syslog(record('syslog-tcp'))}\n`);
    await sendStream(ports.gelfTcp!, `${gelf(record('gelf-tcp'))}\0`);
    await sendStream(ports.jsonTcp!, `${key} ${record('json-tcp')}\n${record('other', 'other')}\n`);
    const events = await until(6);
    assert.deepEqual(
      events
        .filter(({ kind }) => kind === 'login.failed')
        .map(({ payload, service, source_ip }) => [payload, service, source_ip])
        .sort(),
      ['gelf-tcp', 'gelf-udp', 'json-tcp', 'syslog-tcp', 'syslog-udp'].map((word) => [
        `${word}:admin`,
        'telnet',
        '203.0.113.9',
      ]),
    );
    const unknown = await untilProblem(/the mapping door has no event/);
    assert.deepEqual([unknown.kind, unknown.input, unknown.count], ['unknown_record', 'json-tcp', 1]);
  });

  it('hold for what is published by hpfeeds, on whatever channel', async (t) => {
    const lab = await openListenerLab(t);
    const { headers } = lab.user;
    assert.equal((await lab.api.call('POST', '/api/mappings', { headers, body: mapping })).status, 200);
    const { publish, socket } = await signIn(lab, secretOf(lab));
    publish('door.events', record('one'));
    // A mapping goes before what is known of the channel.
    publish('dionaea.capture', record('two'));
    publish('door.events', record('x', 'started'));
    publish('door.events', record('y', 'other'));
    const events = await lab.until(3);
    socket.destroy();
    assert.deepEqual(
      events
        .filter(({ kind }) => kind === 'login.failed')
        .map(({ payload, service, source_ip }) => [payload, service, source_ip])
        .sort(),
      ['one', 'two'].map((word) => [`${word}:admin`, 'telnet', '203.0.113.9']),
    );
    const unknown = await lab.untilProblem(/the mapping door has no event/);
    assert.deepEqual([unknown.kind, unknown.input, unknown.count], ['unknown_record', 'hpfeeds', 1]);
  });

  it("are the node's owner's: another tenant's node is read as before", async (t) => {
    const { api, user, until } = await openListenerLab(t);
    await api.call('POST', '/api/mappings', { headers: user.headers, body: mapping });
    const other = await api.createUser();
    const theirs = await api.createNode(other);
    const own = await api.createNode(user);
    await sendStream(api.listenerPorts.jsonTcp!, `${theirs.key} ${record('theirs')}\n`);
    await sendStream(api.listenerPorts.jsonTcp!, `${own.key} ${record('own')}\n`);
    assert.equal((await until(1))[0]?.payload, 'own:admin');
    const { items } = (await api.call<{ items: object[] }>('GET', '/api/events', { headers: other.headers }))
      .body;
    assert.deepEqual(items, []);
  });
});
