import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openListenerLab, openStream, sendDatagrams, sendStream } from '../support/listeners.ts';

const canary = (number: number) =>
  JSON.stringify({
    dst_host: '10.0.0.5',
    dst_port: 21,
    logdata: { PASSWORD: `secret${number}`, USERNAME: 'backup' },
    logtype: 2000,
    node_id: 'dc-branch-07',
    src_host: '10.0.3.17',
    src_port: 50112,
    utc_time: '2026-11-24 07:33:10.350732',
  });

describe('syslog', () => {
  it('takes counted messages and lines on one connection, in any pieces, with the key in the structured data', async (t) => {
    const { api, node, until } = await openListenerLab(t);
    const modern = (number: number, key = ''): string =>
      `<12>1 2026-11-24T07:33:10Z host canary - - ${key === '' ? '-' : `[decoyverse@0 key="${key}"]`} ${canary(number)}`;
    const counted = modern(1, node.key);
    const all = `${Buffer.byteLength(counted)} ${counted}${modern(2)}\n<12>Nov 24 07:33:10 host canary[7]: ${canary(3)}\r\n<12>${canary(4)}\0\n`;
    await sendStream(
      api.listenerPorts.syslogTcp!,
      all.slice(0, 3),
      all.slice(3, 200),
      all.slice(200),
      modern(5),
    );
    const events = await until(5);
    assert.deepEqual(
      events.map(({ payload }) => payload).sort(),
      [1, 2, 3, 4, 5].map((number) => `backup:secret${number}`),
    );
    assert.ok(
      events.every(
        ({ source_ip, extra }) => source_ip === '10.0.3.17' && !JSON.stringify(extra).includes('nk_'),
      ),
    );
  });

  it('takes datagrams, whose key stands before the record', async (t) => {
    const { api, node, until } = await openListenerLab(t);
    await sendDatagrams(api.listenerPorts.syslogUdp!, [`<12>${node.key} ${canary(1)}\0`, `<12>${canary(2)}`]);
    const [event] = await until(1);
    assert.equal(event!.payload, 'backup:secret1');
  });

  it('knows a node by the address of its sender, where the operator says so, the smallest network first', async (t) => {
    const lab = await openListenerLab(t);
    const mapped = await lab.api.restart({
      LISTENER_NODES: `0.0.0.0/0=node-none@user-none, 127.0.0.0/8=${lab.node.id}@${lab.user.id}`,
    });
    t.after(() => mapped.close());
    await sendDatagrams(mapped.listenerPorts.syslogUdp!, [`<12>${canary(1)}`]);
    for (let tries = 0; tries < 200; tries++) {
      const { body } = await mapped.call<{ items: { payload: string }[] }>('GET', '/api/events', {
        headers: lab.user.headers,
      });
      if (body.items.length === 1) return assert.equal(body.items[0]!.payload, 'backup:secret1');
      await sleep(25);
    }
    assert.fail('no event');
  });

  it('reads what real sensors sent: OpenCanary’s JSON and what Cowrie prints as Python', async (t) => {
    const { api, node, until } = await openListenerLab(t);
    const lines = readFileSync(join(import.meta.dirname, 'real-syslog.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as string);
    await sendStream(
      api.listenerPorts.syslogTcp!,
      `<12>1 - - - - - [d key="${node.key}"] ${canary(0)}\n`,
      ...lines.map((line) => `${line.replace(/\s+$/, '')}\n`),
    );
    const events = await until(7);
    const told = events.map(({ service, kind, source_ip, payload }) =>
      [service, kind, source_ip, payload].join(' '),
    );
    for (const expected of [
      'ftp login.failed 127.0.0.1 root:admin',
      'ssh login.failed 127.0.0.1 root:123456',
      'ssh login.succeeded 127.0.0.1 root:qwerty',
      'ssh command.run 127.0.0.37 uname -a',
    ])
      assert.ok(told.includes(expected), `${expected}\n${told.join('\n')}`);
  });

  it('reads CEF, LEEF, and lines about sign-ins; what it cannot read is counted', async (t) => {
    const { api, node, until, untilProblem } = await openListenerLab(t);
    const lines = [
      `<12>1 2026-11-24T08:05:37.391Z - - - - [d key="${node.key}"] CEF:0|Cowrie|Cowrie|1.0|cowrie.login.failed|cowrie.login.failed|5|app=SSHv2 msg=login attempt [root/1/2 \\=3] failed src=10.0.3.1 proto=tcp duser=root outcome=failed`,
      '<12>CEF:0|Security|deception\\|x|1|77|Share opened|9|src=10.0.3.2 spt=5000 duser=root msg=a share \\= opened',
      '<12>LEEF:2.0|Vendor|Trap|1|Login failed|^|src=10.0.3.3^usrName=admin^dstPort=22',
      '<38>Nov 30 10:00:00 web1 sshd[812]: Failed password for invalid user root from 9.9.9.9 port 1 ssh2 from 10.0.3.4 port 50112 ssh2',
      '<38>Nov 30 10:00:00 web1 sshd[812]: Accepted publickey for deploy from 10.0.3.5 port 50112 ssh2: RSA SHA256:x',
      '<38>2026-11-30 10:00:00,123 fail2ban.actions [99]: NOTICE [sshd] Ban 10.0.3.6',
      '<38>Nov 30 10:00:00 web1 postfix/smtpd[1]: warning: unknown[10.0.3.7]: SASL LOGIN authentication failed: x',
      '<38>Nov 30 10:00:00 web1 vsftpd[1]: pam_unix(vsftpd:auth): authentication failure; logname= uid=0 euid=0 tty=ftp ruser=x rhost=10.0.3.8  user=backup',
      '<38>Nov 30 10:00:00 web1 systemd[1]: Started something.',
      '<38>Nov 30 10:00:00 web1 app: CEF:0|too|short',
    ];
    await sendStream(api.listenerPorts.syslogTcp!, lines.map((line) => `${line}\n`).join(''));
    const events = await until(7);
    const by = (source: string) => events.find(({ source_ip }) => source_ip === source);
    assert.equal(by('10.0.3.1')!.payload, 'root:1/2 =3');
    assert.equal(by('10.0.3.1')!.timestamp, '2026-11-24T08:05:37.391Z');
    assert.equal(by('10.0.3.2')!.payload, 'a share = opened');
    assert.deepEqual([by('10.0.3.3')!.kind, by('10.0.3.3')!.extra.username], ['login.failed', 'admin']);
    assert.equal(by('10.0.3.4')!.extra.username, 'root from 9.9.9.9 port 1 ssh2');
    assert.equal(by('10.0.3.5'), undefined);
    assert.deepEqual([by('10.0.3.6')!.service, by('10.0.3.6')!.activity], ['sshd', 'banned by fail2ban']);
    assert.equal(by('10.0.3.7')!.service, 'smtp');
    assert.deepEqual([by('10.0.3.8')!.service, by('10.0.3.8')!.extra.username], ['vsftpd', 'backup']);
    const problem = await untilProblem(/no record of a sensor, no CEF/);
    assert.deepEqual([problem.kind, problem.input, problem.count], ['rejected', 'syslog-tcp', 2]);
  });

  it('drops strangers: an unknown key ends the connection, and a key of an inactive node is told its owner', async (t) => {
    const { api, user, node, events, untilProblem } = await openListenerLab(t);
    const port = api.listenerPorts.syslogTcp!;
    for (const line of [canary(1), `nk_unknown0123456789 ${canary(1)}`, 'hello', '\x16\x03\x01\x02'])
      await sendStream(port, `<12>${line}\n`);
    await api.call('PATCH', `/nodes/${node.id}`, { headers: user.headers, body: { status: 'inactive' } });
    await sendStream(port, `<12>${node.key} ${canary(2)}\n`);
    await untilProblem(/inactive/);
    assert.deepEqual(await events(), []);
  });

  it('survives what is too long, cut off, or nonsense', async (t) => {
    const { api, node, until, untilProblem } = await openListenerLab(t);
    const port = api.listenerPorts.syslogTcp!;
    await sendStream(
      port,
      `<12>${node.key} ${canary(1)}\n`,
      Buffer.alloc(1_500_000, 'x'),
      `\n<12>${canary(2)}\n`,
      Buffer.from([0xff, 0xfe, 0, 10]),
      `<12>{"logtype":${'['.repeat(60)}\n`,
      `<12>{'logtype': open('x')}\n`,
      '<12>{"__proto__":{"logtype":2000},"src_host":"10.0.0.1"}\n',
      '999 <12>cut off',
    );
    await until(2);
    assert.equal((await untilProblem(/longer than 1 MiB/)).count, 1);
    await sendStream(port, `<12>${node.key} ${canary(3)}\n`, '9999999 <12>a count that is too long');
    await until(3);
    await sendDatagrams(api.listenerPorts.syslogUdp!, [
      '',
      '\0\0',
      Buffer.from([0xff]),
      '<',
      '<12',
      '<999999>1 - - - - - [',
    ]);
  });

  it('holds no more connections than it allows', async (t) => {
    const { api, node, until } = await openListenerLab(t);
    const port = api.listenerPorts.syslogTcp!;
    const sockets = await Promise.all(Array.from({ length: 60 }, () => openStream(port)));
    const closed = sockets.filter((socket) => socket.on('close', () => undefined).resume());
    await sleep(200);
    assert.equal(closed.filter((socket) => socket.destroyed || socket.readableEnded).length, 10);
    for (const socket of sockets) socket.destroy();
    await sleep(100);
    await sendStream(port, `<12>${node.key} ${canary(1)}\n`);
    await until(1);
  });
});
