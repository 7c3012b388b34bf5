import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { secretOf, signIn } from '../support/hpfeeds.ts';
import { openListenerLab, sendDatagrams, sendStream } from '../support/listeners.ts';

const login = (user: string, more: object = {}): string =>
  JSON.stringify({
    protocol: 'ssh',
    src_ip: '203.0.113.9',
    username: user,
    password: 'admin',
    session: user,
    eventid: 'cowrie.login.failed',
    timestamp: '2026-11-21T10:15:30.123456Z',
    ...more,
  });

describe('sensors behind a relay that a listener hears', () => {
  it('are named by the host of syslog or GELF, where their records do not say', async (t) => {
    const { api, user, node, until } = await openListenerLab(t);
    const { headers } = user;
    const { key } = node;
    await api.call('PATCH', `/nodes/${node.id}`, { headers, body: { sensor: 'syslog' } });
    const syslog = (host: string, text: string): string =>
      `<13>1 2026-11-24T07:33:10Z ${host} sshd - - - ${key} ${text}`;
    const gelf = (host: string, text: string): string =>
      JSON.stringify({ version: '1.1', host, short_message: text, _key: key });
    await sendDatagrams(api.listenerPorts.syslogUdp!, [syslog('web1', login('a'))]);
    await sendStream(
      api.listenerPorts.syslogTcp!,
      `${syslog('web1', login('b'))}\n${syslog('web2', login('c', { sensor: 'own-name' }))}\n`,
      `${syslog('web3', 'Failed password for d from 10.0.3.4 port 1 ssh2')}\n${syslog('-', login('e'))}\n`,
    );
    await sendStream(api.listenerPorts.gelfTcp!, `${gelf('edge', login('f'))}\0`);
    // A visitor's own field is no name.
    await sendStream(
      api.listenerPorts.jsonTcp!,
      `${key} ${login('g', { host: 'forged', HOSTNAME: 'forged' })}\n`,
    );
    const events = (await until(7)) as unknown as { node_id: string; payload: string }[];
    const nodes = await api.call<{ node_id: string; name: string; parent_id: string | null }[]>(
      'GET',
      '/nodes',
      {
        headers,
      },
    );
    const names = new Map(nodes.body.map(({ node_id, name, parent_id }) => [node_id, parent_id && name]));
    assert.deepEqual(
      events.map(({ node_id, payload }) => [payload.split(':')[0], names.get(node_id)]).sort(),
      [
        ['a', 'web1'],
        ['b', 'web1'],
        ['c', 'own-name'],
        ['d', 'web3'],
        ['e', null],
        ['f', 'edge'],
        ['g', null],
      ],
    );
  });

  it("are named by the publisher's name in hpfeeds, where their records do not say", async (t) => {
    const lab = await openListenerLab(t);
    const { api, node, until } = lab;
    const { headers } = lab.user;
    await api.call('PATCH', `/nodes/${node.id}`, { headers, body: { sensor: 'hpfeeds' } });
    const { publish, socket } = await signIn(lab, secretOf(lab));
    const named = async () => {
      const { body } = await api.call<{ node_id: string; name: string; parent_id: string | null }[]>(
        'GET',
        '/nodes',
        { headers },
      );
      return new Map(body.map(({ node_id, name, parent_id }) => [node_id, parent_id && name]));
    };
    publish('cowrie.events', login('own'));
    publish('cowrie.events', login('a'), 'lab-1');
    publish('cowrie.events', login('b'), 'lab-2');
    publish('cowrie.events', login('c'), 'lab-1');
    publish('cowrie.events', login('d', { sensor: 'by-record' }), 'lab-1');
    publish('cowrie.events', login('e', { eventid: undefined, ident: 'mhn-7', channel: 'x' }), 'lab-1');
    publish('cowrie.events', login('f'), 'localhost');
    publish('cowrie.events', login('g'), '\u202E<b>x</b>');
    const events = (await until(8)) as unknown as { node_id: string; payload: string }[];
    socket.destroy();
    const names = await named();
    const told = events.map(({ node_id, payload }) => [payload.split(':')[0], names.get(node_id)]).sort();
    assert.deepEqual(told.slice(0, 6), [
      ['a', 'lab-1'],
      ['b', 'lab-2'],
      ['c', 'lab-1'],
      ['d', 'by-record'],
      ['e', 'mhn-7'],
      ['f', null],
    ]);
    // Nothing unseen is in a name that others read.
    assert.deepEqual(told[6]?.[0], 'g');
    assert.doesNotMatch(String(told[6]?.[1]), /\u202E/);
    assert.deepEqual(told[7], ['own', null]);
    // Its own name is no sensor behind it.
    assert.equal([...names.values()].filter((name) => name !== null).length, 5);
  });
});
