import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer } from 'node:net';
import { describe, it } from 'node:test';
import { toSyslog } from '../../../src/notify/channels/syslog.ts';
import { id, sendBy } from '../../support/notify/contract.ts';
import { hostileNotice, hugeNotice, ordinary } from '../../support/notify/notices.ts';
import { until } from '../../support/notify/receiver.ts';
import { openSyslogRig, readCef, readSyslog } from '../../support/notify/servers.ts';

const framed = { facility: 'local4', hostname: 'decoyverse', body: 'cef', bom: false } as const;

describe('syslog', () => {
  it('is RFC 5424 with CEF in it', () => {
    const said = readSyslog(toSyslog(ordinary, id, framed, 8000));
    assert.equal(said.priority, 20 * 8 + 2);
    assert.equal(said.timestamp, ordinary.last_seen);
    assert.equal(said.messageId, 'opened');
    const { header, extension } = readCef(said.body);
    assert.deepEqual(header, ['DecoyVerse', 'DecoyVerse', '1', 'BruteForce', ordinary.title, '9']);
    assert.equal(extension.get('src'), '45.9.148.3');
    assert.equal(extension.get('externalId'), ordinary.incident_id);
    assert.equal(extension.get('cs1'), id);
    assert.equal(extension.get('cnt'), '213');
    assert.equal(extension.get('cs4'), ordinary.payload);
    assert.equal(extension.get('rt'), String(Date.parse(ordinary.last_seen)));
  });

  it('begins with a byte order mark only where it is set', async (t) => {
    assert.equal(readSyslog(toSyslog(ordinary, id, framed, 8000)).hasMark, false);
    assert.equal(readSyslog(toSyslog(ordinary, id, { ...framed, bom: true }, 8000)).hasMark, true);
    for (const bom of [false, true]) {
      const rig = await openSyslogRig({ bom });
      t.after(() => rig.close());
      await sendBy('syslog', rig.settings);
      await until(() => rig.taken.length === 1);
      assert.equal(readSyslog(rig.taken[0]!.wire).hasMark, bom);
    }
  });

  it('names an IPv6 source and a host by their own keys', () => {
    const six = readCef(
      readSyslog(toSyslog({ ...ordinary, source_ip: '2001:db8::1' }, id, framed, 8000)).body,
    );
    assert.equal(six.extension.get('c6a2'), '2001:db8::1');
    const host = readCef(readSyslog(toSyslog({ ...ordinary, source_ip: 'laptop-7' }, id, framed, 8000)).body);
    assert.equal(host.extension.get('shost'), 'laptop-7');
  });

  it('cannot be made to say more than one line or another key', () => {
    const nasty = {
      ...ordinary,
      title: 'a|b\\ src=10.0.0.1 act=x\n<34>1 forged',
      payload: 'x=1 suser=root |\\',
    };
    const { header, extension } = readCef(readSyslog(toSyslog(nasty, id, framed, 8000)).body);
    assert.equal(extension.get('src'), '45.9.148.3');
    assert.equal(extension.get('act'), 'opened');
    assert.match(header[4] ?? '', /^a\|b\\ src=10\.0\.0\.1 act=x\\n<34>1 forged$/);
    assert.equal(extension.has('suser'), false);
  });

  it('sends JSON where it is told to', async (t) => {
    const rig = await openSyslogRig({ body: 'json', facility: 'authpriv', hostname: 'sensor-hub' });
    t.after(() => rig.close());
    await sendBy('syslog', rig.settings, hostileNotice);
    await until(() => rig.taken.length === 1);
    const said = readSyslog(rig.taken[0]!.wire);
    assert.equal(said.priority, 10 * 8 + 2);
    assert.equal(said.hostname, 'sensor-hub');
    assert.equal((JSON.parse(said.body) as { incident_id: string }).incident_id, hostileNotice.incident_id);
  });

  it('speaks UDP in one datagram, however much there is to say', async (t) => {
    const socket = createSocket('udp4');
    t.after(() => socket.close());
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const heard: string[] = [];
    socket.on('message', (message) => heard.push(message.toString('utf8')));
    const settings = { host: '127.0.0.1', port: socket.address().port, transport: 'udp' };
    assert.equal((await sendBy('syslog', settings)).ok, true);
    assert.equal((await sendBy('syslog', settings, hugeNotice('x'))).ok, true);
    await until(() => heard.length === 2);
    for (const message of heard) {
      readCef(readSyslog(message).body);
      assert.ok(Buffer.byteLength(message) <= 2048, `${Buffer.byteLength(message)} bytes`);
    }
  });

  it('speaks TCP with octet counting', async (t) => {
    let heard = '';
    const server = createServer((socket) => socket.on('data', (chunk) => (heard += chunk.toString('utf8'))));
    t.after(() => server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    assert.equal((await sendBy('syslog', { host: '127.0.0.1', port, transport: 'tcp' })).ok, true);
    const [, count, message = ''] = /^(\d+) (.*)$/su.exec(heard) ?? assert.fail('no frame');
    assert.equal(Buffer.byteLength(message), Number(count));
  });

  it('trusts no certificate but those it is told to', async (t) => {
    const rig = await openSyslogRig({ ca: undefined });
    t.after(() => rig.close());
    const outcome = await sendBy('syslog', rig.settings);
    assert.equal(outcome.error, "The receiver's certificate is not trusted.");
    assert.deepEqual(rig.taken, []);
  });
});
