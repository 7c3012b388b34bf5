import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { frame } from '../../src/listeners/hpfeeds-frames.ts';
import { listen, secretOf, signIn, sized } from '../support/hpfeeds.ts';
import { openListenerLab, openStream } from '../support/listeners.ts';

describe('hpfeeds', () => {
  it('takes what Cowrie, Heralding and Dionaea publish', async (t) => {
    const lab = await openListenerLab(t);
    const { publish, socket } = await signIn(lab, secretOf(lab));
    const published = readFileSync(join(import.meta.dirname, 'real-hpfeeds.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { channel: string; payload: string });
    for (const { channel, payload } of published) publish(channel, payload);
    // Built from its source, not recorded.
    publish(
      'dionaea.connections',
      '{"connection_type":"accept","connection_transport":"tcp","connection_protocol":"smbd","remote_host":"10.0.3.9","remote_port":50112,"remote_hostname":"","local_host":"10.0.0.5","local_port":445}',
    );
    publish(
      'dionaea.connections',
      '{"connection_type":"listen","connection_protocol":"smbd","remote_host":"0.0.0.0"}',
    );
    publish('mwbinary.dionaea.sensorunique', 'MZ\0\xff');
    await lab.untilProblem(/a file was published on mwbinary/);
    socket.destroy();
    const events = await lab.events();
    const told = events.map(({ service, kind, source_ip, payload }) =>
      [service, kind, source_ip, payload].join(' '),
    );
    assert.deepEqual(
      told.filter((one) => one.startsWith('ftp login')),
      ['ftp login.failed 127.0.0.111 admin:admin'],
    );
    assert.ok(told.includes('ssh login.failed 127.0.0.1 root:toor'), told.join('\n'));
    assert.ok(told.includes('ssh login.succeeded 127.0.0.1 root:qwerty'), told.join('\n'));
    assert.ok(told.includes('ssh command.run 127.0.0.37 uname -a'), told.join('\n'));
    assert.deepEqual(
      told.filter((one) => one.includes('10.0.3.9')),
      ['smbd connection.opened 10.0.3.9 '],
    );
    const failed = events.find(({ payload }) => payload === 'root:toor')!;
    assert.equal(failed.timestamp, '2026-11-24T08:05:37.294Z');
    assert.equal(failed.extra.session, '0dcf86edb63f');
  });

  it('changes nothing when it is published again', async (t) => {
    const lab = await openListenerLab(t);
    const [first] = readFileSync(join(import.meta.dirname, 'real-hpfeeds.ndjson'), 'utf8').split('\n');
    const { channel, payload } = JSON.parse(first!) as { channel: string; payload: string };
    const { publish, socket } = await signIn(lab, secretOf(lab));
    for (let times = 0; times < 5; times++) publish(channel, payload);
    publish('x', '{}');
    await lab.untilProblem(/contains no record/);
    const count = (await lab.events()).length;
    assert.equal(count, new Set((await lab.events()).map(({ kind, payload: text }) => kind + text)).size);
    socket.destroy();
  });

  it('refuses a wrong secret, an unknown name, a subscriber, and whoever does not sign in', async (t) => {
    const lab = await openListenerLab(t);
    const wrong = await signIn(lab, 'wrong');
    await wrong.ended;
    assert.match(wrong.said[1]![1], /unknown name or wrong secret/);
    assert.equal((await lab.untilProblem(/wrong secret/)).kind, 'unknown_key');
    for (const name of ['node-none@user-none', 'x', '../..@x', ''])
      await (await signIn(lab, 'x', name)).ended;
    const subscriber = await signIn(lab, secretOf(lab));
    subscriber.socket.write(frame(4, Buffer.concat([sized('a'), Buffer.from('cowrie.sessions')])));
    await subscriber.ended;
    assert.match(subscriber.said[1]![1], /only takes/);
    const silent = await openStream(lab.api.listenerPorts.hpfeeds!);
    const { said, ended } = listen(silent);
    silent.write(frame(3, Buffer.concat([sized('a'), sized('b'), Buffer.from('{}')])));
    await ended;
    assert.match(said.at(-1)![1], /sign in first/);
    assert.deepEqual(await lab.events(), []);
  });

  it('has another secret once the key was changed', async (t) => {
    const lab = await openListenerLab(t);
    const before = secretOf(lab);
    await lab.api.call('POST', `/nodes/${lab.node.id}/rotate-key`, { headers: lab.user.headers });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const { ended, said } = await signIn(lab, before);
    await ended;
    assert.match(said[1]![1], /wrong secret/);
  });

  it('ends connections whose frames are impossible, and goes on', async (t) => {
    const lab = await openListenerLab(t);
    for (const bytes of [
      Buffer.from([0, 0, 0, 0, 2]),
      Buffer.from([0, 0, 0, 4, 2]),
      Buffer.from([255, 255, 255, 255, 2]),
      frame(2, Buffer.from([200, 1, 2])),
      frame(2, Buffer.alloc(0)),
      frame(99, Buffer.alloc(1000)),
      Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    ]) {
      const socket = await openStream(lab.api.listenerPorts.hpfeeds!);
      const { ended } = listen(socket);
      socket.write(bytes);
      await ended;
    }
    const { publish, socket } = await signIn(lab, secretOf(lab));
    publish('cowrie.sessions', '{"session":1,"peerIP":{},"credentials":[[{}],1,null]}');
    publish('cowrie.sessions', `{"a":${'['.repeat(60)}`);
    publish('heralding.auth', 'not json');
    await lab.untilProblem(/heralding.auth is not valid JSON/);
    socket.destroy();
  });
});
